namespace BadgeFunctions.Sandbox.Credly.Members;

/// <summary>Merging another account into one's own, in two steps.</summary>
internal static class MergeEndpoints
{
    private const string Path = $"{SettingsEndpoints.Path}/merge";

    public static void MapMerging(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, (SentFields sent, HttpContext context, SettingsPages pages, AccountMerges merges) =>
            Step(sent, context, pages, "The other account's e-mail address or password is wrong.",
                account => merges.Begin(account, sent["email"], sent["password"])));
        routes.MapPost($"{Path}/confirm", (SentFields sent, HttpContext context, SettingsPages pages, AccountMerges merges) =>
            Step(sent, context, pages, "This is not the code.", account => merges.Confirm(account, sent["code"])));
        routes.MapPost($"{Path}/cancel", (SentFields sent, HttpContext context, SettingsPages pages, AccountMerges merges) =>
            pages.ForMember(context, account =>
            {
                merges.Forget(account);
                return sent.Done(SettingsEndpoints.Path);
            }));
    }

    private static IResult Step(
        SentFields sent, HttpContext context, SettingsPages pages, string problem, Func<CredlyAccount, bool> isDone) =>
        pages.ForMember(context, account => isDone(account)
            ? sent.Done(SettingsEndpoints.Path)
            : sent.Refused(problem, () => pages.Show(context, account, problem: problem)));
}
