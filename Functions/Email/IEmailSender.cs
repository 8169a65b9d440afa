namespace BadgeFunctions.Functions.Email;

/// <summary>Sends e-mail. Answers are values; only bugs are thrown.</summary>
internal interface IEmailSender
{
    /// <summary>Sends one e-mail, once.</summary>
    Task<SendAnswer> SendAsync(OutgoingEmail email, CancellationToken cancellationToken);
}

/// <summary>An e-mail to one member.</summary>
/// <param name="DeliveryId">Our own id of it; the provider keeps it with the message.</param>
/// <param name="ToAddress">The address.</param>
/// <param name="ToName">The member's name.</param>
/// <param name="Category">What kind of e-mail it is, for the provider's statistics.</param>
/// <param name="Content">Subject, HTML and plain text.</param>
internal sealed record OutgoingEmail(
    string DeliveryId, string ToAddress, string ToName, string Category, Templates.EmailContent Content)
{
    /// <summary>Whose badge it is about, which the provider keeps too; null when it is about none.</summary>
    public string? MemberId { get; init; }
}

/// <summary>What came of sending.</summary>
internal abstract record SendAnswer
{
    private SendAnswer()
    {
    }

    /// <summary>The provider took it.</summary>
    public sealed record Sent(string? MessageId) : SendAnswer;

    /// <summary>Not sent; trying again soon may help.</summary>
    public sealed record NotNow(string Reason, TimeSpan? RetryAfter) : SendAnswer;

    /// <summary>Not sent: somebody has to put something right first.</summary>
    public sealed record Refused(string Reason) : SendAnswer;

    /// <summary>It may have been sent.</summary>
    public sealed record Unknown(string Reason) : SendAnswer;
}
