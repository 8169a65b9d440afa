namespace BadgeFunctions.Functions.Web;

/// <summary>A page that says one thing.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Paragraphs">What it says.</param>
/// <param name="Links">Where to go from here.</param>
public sealed record MessagePageModel(string Title, IReadOnlyList<string> Paragraphs, params IReadOnlyList<PageLink> Links);

/// <summary>A link on a page.</summary>
public sealed record PageLink(string Text, string Address);
