using System.ComponentModel.DataAnnotations;
using BadgeFunctions.Functions.Callbacks;

namespace BadgeFunctions.Functions.Tests.Callbacks;

public sealed class CallbackOptionsTests
{
    [Fact]
    public void The_defaults_are_right() => Assert.Empty(Errors(new CallbackOptions()));

    [Fact]
    public void What_cannot_be_kept_to_is_refused_and_named()
    {
        Assert.Equal("Callbacks:Intervals", Errors(new CallbackOptions { Intervals = [] }));
        Assert.Equal("Callbacks:Intervals", Errors(new CallbackOptions { Intervals = [TimeSpan.FromDays(4)] }));
        Assert.Equal("Callbacks:GiveUpAfter", Errors(new CallbackOptions { GiveUpAfter = TimeSpan.FromDays(31) }));
        Assert.Equal("Callbacks:Retention", Errors(new CallbackOptions { Retention = TimeSpan.FromDays(5) }));
        Assert.StartsWith("The field Timeout", Errors(new CallbackOptions { Timeout = TimeSpan.FromMinutes(3) }), StringComparison.Ordinal);
    }

    // The name is the message's first word, but for those of the framework.
    private static string Errors(CallbackOptions options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return string.Join(' ', results.Select(result => result.ErrorMessage!.StartsWith("Callbacks", StringComparison.Ordinal)
            ? result.ErrorMessage.Split(' ')[0]
            : result.ErrorMessage));
    }
}
