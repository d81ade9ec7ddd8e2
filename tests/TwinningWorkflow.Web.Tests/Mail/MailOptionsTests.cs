using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail;

public sealed class MailOptionsTests
{
    private const string Urls = "urls";

    [Fact]
    public void Without_any_setting_mail_goes_into_the_folder()
    {
        var options = Read();

        Assert.False(options.UsesSmtp);
        Assert.Equal(Path.Combine("data", "mail"), options.Pickup);
    }

    [Fact]
    public void A_server_s_settings_are_read()
    {
        var options = Read(
            ("Host", "mail.comune.test"),
            ("Security", "Tls"),
            ("User", "gemellaggi"),
            ("Password", "s3cret"),
            ("Site", "https://gemellaggi.comune.test")
        );

        Assert.True(options.UsesSmtp);
        Assert.Equal(465, options.PortOrDefault);
        Assert.Equal("https://gemellaggi.comune.test/desk", options.AddressOf("desk").AbsoluteUri);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5099", "http://127.0.0.1:5099/desk")]
    [InlineData(
        "http://+:8080;https://gemellaggi.comune.test/pratiche/",
        "https://gemellaggi.comune.test/pratiche/desk"
    )]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:5080/desk")]
    [InlineData("", "http://127.0.0.1:5080/desk")]
    public void Without_a_server_links_lead_to_where_the_application_is_served(string urls, string desk)
    {
        Assert.Equal(desk, Read((Urls, urls)).AddressOf("desk").AbsoluteUri);
    }

    [Fact]
    public void Starttls_on_587_is_the_default_way_to_a_server()
    {
        var options = Read(("Host", "mail.comune.test"), ("Site", "https://gemellaggi.comune.test"));

        Assert.Equal(MailSecurity.StartTls, options.Security);
        Assert.Equal(587, options.PortOrDefault);
    }

    [Theory]
    [InlineData("Port", "70000", "Mail:Port")]
    [InlineData("User", "gemellaggi", "Mail:User and Mail:Password")]
    [InlineData("Password", "s3cret", "Mail:User and Mail:Password")]
    [InlineData("From", "Comune <a@comune.test>", "Mail:From")]
    [InlineData("Site", "ftp://comune.test", "Mail:Site")]
    [InlineData("Site", "comune", "Mail:Site")]
    [InlineData("Host", "mail.comune.test", "Mail:Site")]
    [InlineData("Certificate", "no-such-file.pem", "Mail:Certificate")]
    [InlineData("Timeout", "00:10:00", "Mail:Timeout")]
    [InlineData("TextTimeout", "00:10:01", "Mail:TextTimeout")]
    [InlineData("TextTimeout", "00:00:29", "Mail:TextTimeout")]
    [InlineData("PerMinute", "-1", "Mail:PerMinute")]
    public void A_setting_that_would_only_fail_at_the_first_mail_is_refused_by_its_name(
        string setting,
        string value,
        string named
    )
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read((setting, value)));

        Assert.Contains(named, Assert.Single(refusal.Failures));
    }

    [Fact]
    public void A_mailbox_is_read_over_tls_on_993_and_has_its_user_s_address()
    {
        var imap = Read(WithMailbox()).Imap;

        Assert.True(imap.IsRead);
        Assert.Equal((993, MailSecurity.Tls, "INBOX"), (imap.PortOrDefault, imap.Security, imap.Folder));
        Assert.Equal("gemellaggi@comune.test", imap.AddressOrUser);
    }

    [Fact]
    public void Without_a_mailbox_nothing_is_read() => Assert.False(Read().Imap.IsRead);

    [Theory]
    [InlineData("Imap:Port", "-1", "Mail:Imap:Port")]
    [InlineData("Imap:Security", "7", "Mail:Imap:Security")]
    [InlineData("Imap:Password", "", "Mail:Imap:User and Mail:Imap:Password")]
    [InlineData("Imap:Folder", "", "Mail:Imap:Folder")]
    [InlineData("Imap:Address", "Comune <a@comune.test>", "Mail:Imap:Address")]
    [InlineData("Imap:MaxBytes", "0", "Mail:Imap:MaxBytes")]
    [InlineData("Imap:Certificate", "no-such-file.pem", "Mail:Imap:Certificate")]
    [InlineData("Host", "", "Mail:Host")]
    public void A_setting_of_the_mailbox_that_would_only_fail_at_the_first_reading_is_refused_by_its_name(
        string setting,
        string value,
        string named
    )
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(WithMailbox((setting, value))));

        Assert.Contains(named, Assert.Single(refusal.Failures));
    }

    private static (string, string)[] WithMailbox(params (string Name, string Value)[] also) =>
        [
            .. new (string Name, string Value)[]
            {
                ("Host", "mail.comune.test"),
                ("Site", "https://gemellaggi.comune.test"),
                ("Imap:Host", "mail.comune.test"),
                ("Imap:User", "gemellaggi@comune.test"),
                ("Imap:Password", "s3cret"),
            }.Where(set => also.All(it => it.Name != set.Name)),
            .. also,
        ];

    [Fact]
    public void A_certificate_file_without_a_certificate_is_refused()
    {
        var empty = Path.GetTempFileName();
        try
        {
            var refusal = Assert.Throws<OptionsValidationException>(() => Read(("Certificate", empty)));

            Assert.Contains("holds none", Assert.Single(refusal.Failures));
        }
        finally
        {
            File.Delete(empty);
        }
    }

    private static MailOptions Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.ToDictionary(set => set.Name == Urls ? Urls : "Mail:" + set.Name, set => (string?)set.Value)
            )
            .Build();
        using var services = new ServiceCollection().AddOutgoingMail(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<MailOptions>>().Value;
    }
}
