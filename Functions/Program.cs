using BadgeFunctions.Functions;

return await BadgeApp.RunAsync(async () =>
{
    await BadgeApp.Build(args).RunAsync();
    return 0;
});
