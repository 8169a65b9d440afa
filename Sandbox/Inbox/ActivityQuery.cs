using System.Text.RegularExpressions;

namespace BadgeFunctions.Sandbox.Inbox;

/// <summary>
/// A query of the Email Activity Feed, such as <c>unique_args['delivery_id']="1" AND status="delivered"</c>. Source:
/// docs.sendgrid.com, "Getting started with the Email Activity Feed API": the comparisons <c>=</c> and <c>!=</c> joined by AND.
/// </summary>
internal sealed partial class ActivityQuery
{
    private readonly IReadOnlyList<Term> _terms;

    private ActivityQuery(IReadOnlyList<Term> terms) => _terms = terms;

    /// <returns>Null for a query that cannot be read.</returns>
    public static ActivityQuery? Read(string? query)
    {
        if (string.IsNullOrWhiteSpace(query))
        {
            return new ActivityQuery([]);
        }

        var terms = And().Split(query.Trim()).Select(ReadTerm).ToList();
        return terms.Contains(null) ? null : new ActivityQuery(terms.OfType<Term>().ToList());
    }

    public bool Matches(Mail mail) => _terms.All(term => (ValueOf(mail, term) == term.Value) != term.IsNegated);

    private static string? ValueOf(Mail mail, Term term) => term.Key switch
    {
        "msg_id" => ActivityFeed.IdOf(mail),
        "from_email" => ActivityFeed.AddressOf(mail.From),
        "to_email" => mail.ToAddress,
        "subject" => mail.Subject,
        "status" => ActivityFeed.Status,
        _ => mail.CustomArgs.GetValueOrDefault(term.Argument),
    };

    private static Term? ReadTerm(string text) => Comparison().Match(text) is { Success: true } match
        ? new Term(match.Groups["key"].Value, match.Groups["argument"].Value, match.Groups["operator"].Value == "!=", match.Groups["value"].Value)
        : null;

    [GeneratedRegex(@"^(?:(?<key>msg_id|from_email|to_email|subject|status)|(?<key>unique_args)\[['""](?<argument>[^'""\]]+)['""]\])\s*(?<operator>!?=)\s*""(?<value>[^""]*)""\z")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"\s+AND\s+(?=(?:[^""]*""[^""]*"")*[^""]*\z)", RegexOptions.IgnoreCase)]
    private static partial Regex And();

    private sealed record Term(string Key, string Argument, bool IsNegated, string Value);
}
