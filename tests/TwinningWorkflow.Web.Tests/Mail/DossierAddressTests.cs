using TwinningWorkflow.Web.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail;

public sealed class DossierAddressTests
{
    private const string Mailbox = "gemellaggi@comune.test";

    private static readonly Guid Dossier = Guid.Parse("0193b6a2-0f51-7c3e-9d1a-5b7c2e4f6a80");
    private static readonly DossierAddress Ours = new([1, 2, 3]);

    [Fact]
    public void What_was_written_is_read_again_whatever_a_server_does_to_its_capitals()
    {
        var address = Ours.Write(Mailbox, Dossier);

        Assert.StartsWith("gemellaggi+", address);
        Assert.EndsWith("@comune.test", address);
        Assert.True(MailAddress.IsValid(address));
        Assert.True(Ours.TryRead(address, out var read));
        Assert.Equal(Dossier, read);
        Assert.True(Ours.TryRead(address.ToUpperInvariant(), out read));
        Assert.Equal(Dossier, read);
    }

    [Fact]
    public void Every_id_survives_the_way()
    {
        for (var i = 0; i < 1000; i++)
        {
            var id = Guid.NewGuid();
            Assert.True(Ours.TryRead(Ours.Write(Mailbox, id), out var read));
            Assert.Equal(id, read);
        }
    }

    [Fact]
    public void One_letter_changed_anywhere_names_no_dossier()
    {
        var address = Ours.Write(Mailbox, Dossier);
        for (var i = address.IndexOf('+', StringComparison.Ordinal) + 1; address[i] != '@'; i++)
            foreach (var letter in "abcdefghijklmnopqrstuvwxyz234567")
                if (letter != address[i])
                    Assert.False(Ours.TryRead($"{address[..i]}{letter}{address[(i + 1)..]}", out _));
    }

    [Fact]
    public void A_token_under_another_key_names_no_dossier() =>
        Assert.False(Ours.TryRead(new DossierAddress([3, 2, 1]).Write(Mailbox, Dossier), out _));

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("gemellaggi@comune.test")]
    [InlineData("gemellaggi+@comune.test")]
    [InlineData("gemellaggi+news@comune.test")]
    [InlineData("gemellaggi+àbcdefghijklmnopqrstuvwxyz2345672345@comune.test")]
    [InlineData("gemellaggi+abcdefghijklmnopqrstuvwxyz2345672345")]
    public void An_address_without_a_token_names_no_dossier(string address) =>
        Assert.False(Ours.TryRead(address, out _));

    [Fact]
    public void A_mailbox_whose_name_leaves_no_room_stays_as_it_is()
    {
        var mailbox = $"{new string('a', 28)}@comune.test";

        Assert.Equal(mailbox, Ours.Write(mailbox, Dossier));
    }
}
