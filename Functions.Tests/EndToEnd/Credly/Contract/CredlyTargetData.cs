using System.Reflection;
using BadgeFunctions.Functions.Credly;
using Xunit.Sdk;

namespace BadgeFunctions.Functions.Tests.EndToEnd.Credly.Contract;

/// <summary>Runs a contract test against the stand-in.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StandInDataAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["the stand-in"]];
}

/// <summary>Runs a contract test against Credly's sandbox, when the environment has its credentials; says that it was skipped otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CredlySandboxDataAttribute : DataAttribute
{
    public const string Name = "Credly's sandbox";

    private const string Token = "CREDLY_SANDBOX_TOKEN";
    private const string Organization = "CREDLY_SANDBOX_ORGANIZATION_ID";
    private const string Template = "CREDLY_SANDBOX_TEMPLATE_ID";

    public CredlySandboxDataAttribute()
    {
        if (new[] { Token, Organization, Template }.Any(name => Value(name).Length == 0))
        {
            Skip = $"{Token}, {Organization} and {Template} are not set.";
        }
    }

    public static string TemplateId => Value(Template);

    public static CredlyOptions Options() => new()
    {
        BaseAddress = new Uri("https://sandbox-api.credly.com/v1/"),
        OrganizationId = Value(Organization),
        AuthorizationToken = Value(Token),
    };

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Name]];

    private static string Value(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
