using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Tests.Replay;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>
/// A node that is killed and started again. Who loses its answer with it asks its successor the very same; who is answered,
/// whatever the answer, does not ask again.
/// </summary>
internal sealed class MortalNode(Town town) : IAsyncDisposable
{
    private volatile TaskCompletionSource<RunningApplication> alive = NotYet();
    private int lost;
    private int sent;
    private int acting;
    private int repeated;

    /// <summary>How many requests have lost their answer, looks and acts alike.</summary>
    public int Lost => lost;

    /// <summary>How many acts were sent.</summary>
    public int Sent => sent;

    /// <summary>How many of them because their answer was lost.</summary>
    public int Repeated => repeated;

    public async Task StartAsync() => alive.SetResult(await town.ServeAsync());

    /// <summary>kill -9; answers how many acts were waiting for their answer.</summary>
    public async Task<int> KillAsync()
    {
        var dying = await alive.Task;
        alive = NotYet();
        var cut = acting;
        await dying.KillAsync();
        await dying.DisposeAsync();
        return cut;
    }

    /// <summary>Looks at something.</summary>
    public async Task<T> AskAsync<T>(Func<RunningApplication, Task<T>> ask)
    {
        while (true)
        {
            var life = alive;
            try
            {
                return await ask(await life.Task);
            }
            catch (HttpRequestException) when (life != alive)
            {
                // it was killed: nobody will ever answer
                Interlocked.Increment(ref lost);
            }
        }
    }

    /// <summary>Does something.</summary>
    public Task<T> ActAsync<T>(Func<RunningApplication, Task<T>> act)
    {
        var tried = false;
        return AskAsync(async node =>
        {
            if (tried)
                Interlocked.Increment(ref repeated);
            tried = true;
            Interlocked.Increment(ref sent);
            Interlocked.Increment(ref acting);
            try
            {
                return await act(node);
            }
            finally
            {
                Interlocked.Decrement(ref acting);
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (alive.Task.IsCompletedSuccessfully)
            await (await alive.Task).DisposeAsync();
    }

    private static TaskCompletionSource<RunningApplication> NotYet() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
