using System.Net;

namespace BadgeFunctions.Sandbox.Web;

/// <summary>The Sandbox's pages: a frame, and encoding for what goes into it.</summary>
internal static class Html
{
    /// <summary>The text, safe in HTML and in quoted attributes.</summary>
    public static string E(string? text) => WebUtility.HtmlEncode(text ?? "");

    /// <summary>A page of one of the Sandbox's parts.</summary>
    /// <param name="part">The part's name, in the header.</param>
    /// <param name="theme">The part's colour class.</param>
    /// <param name="title">The page's title.</param>
    /// <param name="body">HTML.</param>
    public static IResult Page(string part, string theme, string title, string body) => Results.Content($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <title>{E(title)} · {E(part)}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <link rel="stylesheet" href="/sandbox.css">
        </head>
        <body class="{theme}">
          <header><strong>{E(part)}</strong>
            <nav><a href="/">Certification system</a> <a href="/inbox">Inbox</a> <a href="/credly">Credly stand-in</a></nav></header>
          <main><h1>{E(title)}</h1>
          {body}
          </main>
          <footer>A stand-in on this machine. It keeps everything in memory and forgets it when it stops.</footer>
        </body>
        </html>
        """, "text/html; charset=utf-8");
}
