using Microsoft.EntityFrameworkCore;

namespace TwinningWorkflow.Web.Database;

/// <summary>Changes to what belongs to an authority as a whole wait for each other: two at once would not see what the other does.</summary>
internal static class AuthorityLock
{
    /// <summary>Held until the context's open transaction ends.</summary>
    public static Task TakeAsync(TwinningDatabase database, string authority, CancellationToken cancel) =>
        database
            .Authorities.Where(x => x.Id == authority)
            .ExecuteUpdateAsync(x => x.SetProperty(it => it.Name, it => it.Name), cancel);
}
