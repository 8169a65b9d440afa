namespace BadgeFunctions.Functions.Email;

/// <summary>Whether an e-mail is to be sent, by what is known of it. Pure.</summary>
internal static class EmailDecision
{
    public static EmailAction Next(EmailDelivery? known, DateTimeOffset now, TimeSpan lookUpAfter) => known switch
    {
        null or { State: EmailDeliveryState.NotSent } => EmailAction.Send,
        { State: EmailDeliveryState.Sending } => now >= known.AttemptedAt + lookUpAfter ? EmailAction.LookUp : EmailAction.Wait,
        _ => EmailAction.Nothing,
    };
}

/// <summary>What to do about an e-mail.</summary>
internal enum EmailAction
{
    /// <summary>Send it.</summary>
    Send,

    /// <summary>Ask the provider what became of it.</summary>
    LookUp,

    /// <summary>Too early to ask.</summary>
    Wait,

    /// <summary>It is done.</summary>
    Nothing,
}
