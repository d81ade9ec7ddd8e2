using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>
/// Hangfire keeps its log in a static field, which outlives the application that set it: one that has ended must not fail
/// the next in the same process.
/// </summary>
internal sealed class HangfireLogs(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider provider = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return provider.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Silence();
        }
    }

    private sealed class Silence : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) =>
            false;
    }
}
