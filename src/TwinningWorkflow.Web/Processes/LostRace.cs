using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace TwinningWorkflow.Web.Processes;

/// <summary>
/// Transactions that the database undid because another went first. Only what it says it undid is done again: after a lost
/// connection nobody knows, and the caller's idempotency key answers.
/// </summary>
internal static class LostRace
{
    private const int Attempts = 3;
    private const int SqliteBusy = 5;

    public static async Task<T> RetryAsync<T>(Func<Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await work();
            }
            catch (Exception lost) when (attempt < Attempts && WasUndone(lost))
            {
                // nothing to wait for: the winner has committed, or its lock was waited for already
            }
    }

    private static bool WasUndone(Exception lost) =>
        lost switch
        {
            PostgresException
            {
                SqlState: PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.SerializationFailure
                    or PostgresErrorCodes.UniqueViolation
                    or PostgresErrorCodes.LockNotAvailable
            } => true,
            SqliteException { SqliteErrorCode: SqliteBusy } => true,
            // EF Core wraps what its own statements meet
            DbUpdateException { InnerException: { } inner } => WasUndone(inner),
            _ => false,
        };
}
