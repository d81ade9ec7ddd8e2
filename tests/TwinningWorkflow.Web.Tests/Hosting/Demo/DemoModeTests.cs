using Microsoft.Extensions.Configuration;
using TwinningWorkflow.Web.Hosting.Demo;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting.Demo;

public sealed class DemoModeTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080;http://127.0.0.1:5081")]
    public void It_listens_to_this_computer(string urls) => DemoMode.Check(Settings(("urls", urls)));

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.4:5080")]
    [InlineData("http://demo.brescia.example")]
    [InlineData("http://127.0.0.1:5080;http://0.0.0.0:5081")]
    public void It_refuses_to_listen_to_others(string urls)
    {
        var refusal = Assert.Throws<DemoRefusedException>(() => DemoMode.Check(Settings(("urls", urls))));

        Assert.Contains("127.0.0.1", refusal.Message);
    }

    [Fact]
    public void It_refuses_an_end_point_set_for_the_server_itself() =>
        Assert.Throws<DemoRefusedException>(() =>
            DemoMode.Check(Settings(("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:5080")))
        );

    [Fact]
    public void It_refuses_to_send_mail()
    {
        var refusal = Assert.Throws<DemoRefusedException>(() =>
            DemoMode.Check(Settings(("urls", "http://127.0.0.1:5080"), ("Mail:Host", "smtp.brescia.example")))
        );

        Assert.Contains("Mail:Host", refusal.Message);
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
}
