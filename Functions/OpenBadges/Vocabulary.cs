using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace BadgeFunctions.Functions.OpenBadges;

/// <summary>
/// What the terms of a credential mean, as its contexts say: W3C Verifiable Credentials 2.0 (<c>credentials/v2</c>), Open Badges 3.0
/// (<c>context-3.0.3.json</c>) and its extensions. Terms of a type hold for objects of that type alone (JSON-LD 1.1, 4.1.11). Terms that no
/// credential here needs are left out: who uses one is told so, and nothing is guessed.
/// </summary>
internal static class Vocabulary
{
    public const string CredentialsContext = "https://www.w3.org/ns/credentials/v2";
    public const string OpenBadgesContext = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
    public const string ExtensionsContext = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

    private const int LongestName = 40;

    private const string Vc = "https://www.w3.org/2018/credentials#";
    private const string Status = "https://www.w3.org/ns/credentials/status#";
    private const string Security = "https://w3id.org/security#";
    private const string Ob = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
    private const string Schema = "https://schema.org/";
    private const string Xsd = "http://www.w3.org/2001/XMLSchema#";

    // So the Open Badges context has it, which is another name than XML Schema's own.
    private const string ObXsd = "https://www.w3.org/2001/XMLSchema#";

    private static readonly FrozenDictionary<string, Term> Common = Terms(
        Text(Schema, "name", "description"),
        Text(Ob, "narrative"),
        Text(Schema, "inLanguage"),
        Typed(Schema, $"{ObXsd}anyURI", "url"),
        // The context says "xsd:dateTime" and does not say what xsd is: so the datatype is that very name.
        Typed(Ob, "xsd:dateTime", "awardedDate"),
        Nodes(Ob, "image", "alignment"));

    private static readonly FrozenDictionary<string, TypeTerms> Types = new Dictionary<string, TypeTerms>
    {
        ["VerifiableCredential"] = new(
            $"{Vc}VerifiableCredential",
            Nodes(Vc, "credentialSchema", "credentialStatus", "credentialSubject", "evidence", "issuer", "refreshService", "termsOfUse"),
            Typed(Vc, $"{Xsd}dateTime", "validFrom", "validUntil")),
        ["OpenBadgeCredential"] = new($"{Ob}OpenBadgeCredential"),
        ["AchievementCredential"] = new($"{Ob}OpenBadgeCredential"),
        ["AchievementSubject"] = new(
            $"{Ob}AchievementSubject",
            Nodes(Ob, "achievement", "identifier", "result", "source", "image"),
            Typed(Ob, $"{ObXsd}date", "activityStartDate", "activityEndDate"),
            Text(Ob, "licenseNumber", "role", "term")),
        ["Achievement"] = new(
            $"{Ob}Achievement",
            Text(Ob, "achievementType", "fieldOfStudy", "humanCode", "specialization", "version"),
            Nodes(Ob, "creator", "otherIdentifier", "related", "resultDescription"),
            [("criteria", new Term($"{Ob}Criteria", TermKind.Node))],
            [("tag", new Term($"{Schema}keywords", TermKind.Text))]),
        ["Alignment"] = new(
            $"{Schema}AlignmentObject",
            Text(Ob, "targetCode", "targetType"),
            Text(Schema, "targetDescription", "targetFramework", "targetName"),
            Typed(Schema, $"{ObXsd}anyURI", "targetUrl")),
        ["Evidence"] = new($"{Ob}Evidence", Text(Schema, "audience", "genre")),
        ["IdentifierEntry"] = new($"{Ob}IdentifierEntry", Text(Ob, "identifier", "identifierType")),
        ["IdentityObject"] = new(
            $"{Ob}IdentityObject", Typed(Ob, $"{ObXsd}boolean", "hashed"), Text(Ob, "identityHash", "identityType", "salt")),
        ["Image"] = new($"{Ob}Image", Text(Schema, "caption")),
        ["Profile"] = new(
            $"{Ob}Profile",
            Text(Schema, "email", "additionalName", "familyName", "givenName", "honorificPrefix", "honorificSuffix"),
            Text(Ob, "phone", "official", "familyNamePrefix", "patronymicName"),
            Typed(Ob, $"{ObXsd}date", "dateOfBirth"),
            Nodes(Ob, "otherIdentifier", "parentOrg", "address")),
        ["Address"] = new(
            $"{Ob}Address",
            Text(Schema, "addressCountry", "addressLocality", "addressRegion", "postOfficeBoxNumber", "postalCode", "streetAddress"),
            [("addressCountryCode", new Term($"{Ob}CountryCode", TermKind.Text))]),
        ["Result"] = new(
            $"{Ob}Result",
            Typed(Ob, $"{ObXsd}anyURI", "achievedLevel", "resultDescription"),
            Text(Ob, "status"),
            Text(Schema, "value")),
        ["ResultDescription"] = new(
            $"{Ob}ResultDescription",
            Typed(Ob, $"{ObXsd}anyURI", "requiredLevel"),
            Text(Ob, "requiredValue", "resultType", "valueMax", "valueMin")),
        ["BitstringStatusListEntry"] = new(
            $"{Status}BitstringStatusListEntry",
            Nodes(Status, "statusListCredential"),
            Text(Status, "statusListIndex", "statusPurpose")),
        ["BitstringStatusListCredential"] = new($"{Status}BitstringStatusListCredential"),
        ["BitstringStatusList"] = new(
            $"{Status}BitstringStatusList",
            Typed(Status, $"{Security}multibase", "encodedList"),
            Text(Status, "statusPurpose")),
        ["DataIntegrityProof"] = new(
            $"{Security}DataIntegrityProof",
            [("created", new Term("http://purl.org/dc/terms/created", TermKind.Text, $"{Xsd}dateTime"))],
            [("expires", new Term($"{Security}expiration", TermKind.Text, $"{Xsd}dateTime"))],
            Typed(Security, $"{Security}cryptosuiteString", "cryptosuite"),
            Text(Security, "challenge", "domain", "nonce"),
            [("proofPurpose", new Term($"{Security}proofPurpose", TermKind.Purpose))],
            Nodes(Security, "verificationMethod")),
        ["1EdTechJsonSchemaValidator2019"] = new("https://purl.imsglobal.org/spec/vccs/v1p0/context.json#1EdTechJsonSchemaValidator2019"),
        ["1EdTechCredentialRefresh"] = new("https://purl.imsglobal.org/spec/vccr/v1p0/context.json#1EdTechCredentialRefresh"),
    }.ToFrozenDictionary();

    /// <summary>What a type means; null when it is not known.</summary>
    /// <param name="name">Its name as JSON writes it without escapes.</param>
    public static TypeTerms? TypeOf(ReadOnlySpan<byte> name) => Find(Types, name);

    /// <summary>What a property means on an object of these types; null when that is not known.</summary>
    /// <param name="name">Its name as JSON writes it without escapes.</param>
    /// <param name="types">The types.</param>
    public static Term? TermOf(ReadOnlySpan<byte> name, ReadOnlySpan<TypeTerms> types)
    {
        foreach (var type in types)
        {
            if (Find(type.Terms, name) is { } own)
            {
                return own;
            }
        }

        return Find(Common, name);
    }

    private static T? Find<T>(FrozenDictionary<string, T> names, ReadOnlySpan<byte> name)
        where T : class
    {
        Span<char> text = stackalloc char[LongestName];
        return name.Length <= LongestName && Ascii.ToUtf16(name, text, out var length) is OperationStatus.Done
            && names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var found)
                ? found
                : null;
    }

    private static FrozenDictionary<string, Term> Terms(params (string Name, Term Term)[][] terms) =>
        terms.SelectMany(some => some).ToFrozenDictionary(term => term.Name, term => term.Term);

    private static (string Name, Term Term)[] Text(string space, params string[] names) =>
        [.. names.Select(name => (name, new Term(space + name, TermKind.Text)))];

    private static (string Name, Term Term)[] Typed(string space, string datatype, params string[] names) =>
        [.. names.Select(name => (name, new Term(space + name, TermKind.Text, datatype)))];

    private static (string Name, Term Term)[] Nodes(string space, params string[] names) =>
        [.. names.Select(name => (name, new Term(space + name, TermKind.Node)))];

    /// <summary>A type, and the terms that objects of it have.</summary>
    public sealed class TypeTerms(string iri, params (string Name, Term Term)[][] terms)
    {
        /// <summary>The type as N-Quads write it.</summary>
        public byte[] Written { get; } = Encoding.UTF8.GetBytes($"<{iri}>");

        public FrozenDictionary<string, Term> Terms { get; } = Vocabulary.Terms(terms);
    }
}

/// <summary>What a property means.</summary>
/// <param name="iri">Its IRI.</param>
/// <param name="kind">What its values are.</param>
/// <param name="datatype">The datatype of its text; null for plain text.</param>
internal sealed class Term(string iri, TermKind kind, string? datatype = null)
{
    /// <summary>The predicate as N-Quads write it, with the spaces around it.</summary>
    public byte[] Predicate { get; } = Encoding.UTF8.GetBytes($" <{iri}> ");

    public TermKind Kind => kind;

    /// <summary>What N-Quads write after the text.</summary>
    public byte[] Datatype { get; } = datatype is null ? [] : Encoding.UTF8.GetBytes($"^^<{datatype}>");
}

/// <summary>What the values of a property are.</summary>
internal enum TermKind
{
    /// <summary>Text, perhaps of a datatype.</summary>
    Text,

    /// <summary>Objects, or the IRIs of some.</summary>
    Node,

    /// <summary>What a proof is for: <c>assertionMethod</c> and its like.</summary>
    Purpose,
}
