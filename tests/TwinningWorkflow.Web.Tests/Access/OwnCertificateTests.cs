using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Access;

public sealed class OwnCertificateTests : IDisposable
{
    private readonly string folder = Path.Combine(
        Path.GetTempPath(),
        "twinning-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))
    );

    [Fact]
    public void It_is_made_once_and_read_from_then_on_with_its_key()
    {
        using var first = OwnCertificate.In(folder);

        using var again = OwnCertificate.In(folder);

        Assert.Equal(first.Thumbprint, again.Thumbprint);
        Assert.True(again.HasPrivateKey);
    }

    [Fact]
    public void Nobody_but_its_owner_may_read_it()
    {
        if (OperatingSystem.IsWindows())
            return; // it has no such modes

        using var made = OwnCertificate.In(folder);

        var file = Assert.Single(Directory.EnumerateFiles(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Of_many_who_make_it_at_once_all_get_the_same()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OwnCertificate.In(folder))));

        Assert.Single(made.Select(x => x.Thumbprint).Distinct());
        Assert.Single(Directory.EnumerateFiles(folder));
        foreach (var certificate in made)
            certificate.Dispose();
    }

    [Fact]
    public async Task The_keys_of_sessions_lie_encrypted_in_the_database()
    {
        await using var web = await RunningWeb.StartAsync();
        await web.SignedInAsync(Roles.Clerk);

        var keys = await web.ReadAsync(x => x.DataProtectionKeys.Select(key => key.Xml).ToListAsync());

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains("EncryptedData", key, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
