using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Hosting.Demo;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting.Demo;

/// <summary>What somebody reads who starts the demonstration for the first time.</summary>
[Trait("pace", "full")]
public sealed class DemoOutputTests : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("twinning-demo-");

    [Fact]
    public async Task A_demonstration_that_starts_and_signs_somebody_in_prints_no_warning()
    {
        await using var demo = await RunningApplication.StartAsync("--demo", "--port", "0", "--data", data.FullName);
        using var client = new HttpClient();

        using var answer = await client.PostAsJsonAsync(
            new Uri(demo.Address, "/api/v1/sign-in"),
            new { email = DemoPeople.Administrator.Email, password = DemoPeople.Password },
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("warn:", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", demo.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        data.Delete(recursive: true);
    }
}
