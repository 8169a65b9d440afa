namespace BadgeFunctions.Functions.Badges;

/// <summary>A member as the certification system knows them.</summary>
/// <param name="Id">The certification system's id: letters, digits and <c>. _ @ -</c>.</param>
/// <param name="GivenName">Given name.</param>
/// <param name="FamilyName">Family name.</param>
/// <param name="Email">The address that the certification system mails to.</param>
/// <param name="Locale">A BCP 47 language tag.</param>
public sealed record Member(string Id, string GivenName, string FamilyName, string Email, string Locale);

/// <summary>A member as they were known at a time.</summary>
/// <param name="Member">The member.</param>
/// <param name="ToldAt">When the certification system knew them so.</param>
public sealed record KnownMember(Member Member, DateTimeOffset ToldAt);
