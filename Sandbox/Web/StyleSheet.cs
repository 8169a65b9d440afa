namespace BadgeFunctions.Sandbox.Web;

/// <summary>One style sheet for all parts; each part has its own colour.</summary>
internal static class StyleSheet
{
    public const string Css = """
        :root { --accent: #3a4a68; }
        .certification { --accent: #0b5cad; }
        .inbox { --accent: #7a3aa8; }
        .credly { --accent: #b4541a; }
        * { box-sizing: border-box; }
        body { margin: 0; font: 1rem/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; color: #1b2335; background: #f6f7fa; overflow-wrap: anywhere; }
        header { background: var(--accent); color: #fff; padding: .8rem 1.25rem; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: space-between; }
        header a { color: #fff; margin-right: .75rem; }
        main { max-width: 58rem; margin: 0 auto; padding: 1.25rem; }
        footer { max-width: 58rem; margin: 0 auto; padding: 1.25rem; color: #55607a; font-size: .875rem; }
        h1 { font-size: 1.5rem; }
        .card { background: #fff; border: 1px solid #d5dae4; border-radius: 12px; padding: 1.25rem; margin-bottom: 1rem; }
        label { display: block; font-weight: 600; margin: .6rem 0 .2rem; }
        label.inline { display: flex; gap: .5rem; font-weight: 400; align-items: baseline; }
        input:not([type=checkbox]), select { width: 100%; max-width: 28rem; min-height: 44px; padding: .5rem .7rem; font: inherit; border: 1px solid #55607a; border-radius: 8px; }
        button, .button { display: inline-block; min-height: 44px; padding: .55rem 1.2rem; margin: .8rem .5rem 0 0; font: inherit; font-weight: 650; border: 2px solid var(--accent); border-radius: 8px; background: var(--accent); color: #fff; cursor: pointer; text-decoration: none; }
        button.quiet { background: #fff; color: var(--accent); }
        a { color: var(--accent); }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #d5dae4; vertical-align: top; }
        pre { white-space: pre-wrap; background: #f6f7fa; padding: 1rem; border-radius: 8px; }
        iframe { width: 100%; height: 46rem; border: 1px solid #d5dae4; border-radius: 12px; background: #fff; }
        .state { font-weight: 650; }
        .error { color: #b3261e; font-weight: 600; }
        """;
}
