using System.Globalization;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>Numbers within an authority and year. The counter's row is locked until the commit: no twins, and no gaps.</summary>
internal static class NumberSeries
{
    public static async Task<int> NextAsync(
        WriteSession session,
        string authority,
        string series,
        int year,
        CancellationToken cancel
    )
    {
        var number = 0;
        session.AddQuery(
            row => number = row.GetInt32(0),
            """
            INSERT INTO counters (authority_id, series, last) VALUES ($1, $2, 1)
            ON CONFLICT (authority_id, series) DO UPDATE SET last = counters.last + 1
            RETURNING last
            """,
            authority,
            string.Create(CultureInfo.InvariantCulture, $"{series}/{year}")
        );
        await session.SendAsync(cancel);
        return number;
    }

    /// <summary>As people write it: 2022/3.</summary>
    public static string Name(int year, int number) => string.Create(CultureInfo.InvariantCulture, $"{year}/{number}");
}
