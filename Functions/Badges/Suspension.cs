namespace BadgeFunctions.Functions.Badges;

/// <summary>That the body has suspended what was achieved, as ISO/IEC 17024:2012 has it in 9.5: until it is reinstated or revoked.</summary>
/// <param name="At">Since when.</param>
/// <param name="Reason">Why: the member reads it.</param>
public sealed record Suspension(DateTimeOffset At, string Reason);
