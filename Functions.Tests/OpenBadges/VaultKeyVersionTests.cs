using BadgeFunctions.Functions.OpenBadges;

namespace BadgeFunctions.Functions.Tests.OpenBadges;

public sealed class VaultKeyVersionTests
{
    [Fact]
    public void A_new_version_signs_once_it_is_two_hours_old()
    {
        var old = Version("old", A.Now.AddYears(-1));
        var next = Version("next", A.Now);

        Assert.Equal(old, VaultKeyVersion.ToSignWith([next, old], A.Now.AddHours(2).AddTicks(-1)));
        Assert.Equal(next, VaultKeyVersion.ToSignWith([next, old], A.Now.AddHours(2)));
    }

    [Fact]
    public void Of_a_new_key_the_oldest_version_signs() =>
        Assert.Equal("first", VaultKeyVersion.ToSignWith([Version("second", A.Now), Version("first", A.Now.AddMinutes(-1))], A.Now)!.Version);

    [Fact]
    public void A_version_signs_in_its_time_alone()
    {
        var version = Version("one", A.Now.AddYears(-1)) with { NotBefore = A.Now, ExpiresAt = A.Now.AddDays(1) };

        Assert.Null(VaultKeyVersion.ToSignWith([version], A.Now.AddTicks(-1)));
        Assert.Equal(version, VaultKeyVersion.ToSignWith([version], A.Now));
        Assert.Equal(version, VaultKeyVersion.ToSignWith([version], A.Now.AddDays(1).AddTicks(-1)));
        Assert.Null(VaultKeyVersion.ToSignWith([version], A.Now.AddDays(1)));
        Assert.Null(VaultKeyVersion.ToSignWith([], A.Now));
    }

    private static VaultKeyVersion Version(string name, DateTimeOffset created) => new(name, "RS256", new Dictionary<string, string>(), created);
}
