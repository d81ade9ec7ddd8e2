using System.Diagnostics.CodeAnalysis;
using TwinningWorkflow.Browser.Tests;
using TwinningWorkflow.Running;
using Xunit;

[assembly: AssemblyFixture(typeof(DemonstrationTown))]

namespace TwinningWorkflow.Browser.Tests;

/// <summary>The demonstration as people start it, once for all journeys: filling it is the slowest part of each.</summary>
public sealed class DemonstrationTown : IAsyncLifetime
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("twinning-browser-");
    private RunningApplication? application;

    public Uri Address => application!.Address;

    public async ValueTask InitializeAsync() =>
        application = await RunningApplication.StartAsync("--demo", "--port", "0", "--data", data.FullName);

    [SuppressMessage("Usage", "CA1816", Justification = "Sealed, without a finaliser.")]
    public async ValueTask DisposeAsync()
    {
        if (application is not null)
            await application.DisposeAsync();
        data.Delete(recursive: true);
    }
}
