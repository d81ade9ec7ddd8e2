using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>
/// What an authority chooses where a process file leaves a choice. A process takes the choices of the moment in which it
/// starts; later ones concern later processes only.
/// </summary>
public sealed class ProcessChoices(TwinningDatabase database, BusinessClock clock)
{
    /// <summary>The choices in force for a process: the authority's own, else the file's defaults.</summary>
    public async Task<ImmutableDictionary<string, DataValue>> InForceAsync(
        string authority,
        ProcessDefinition definition,
        CancellationToken cancel
    )
    {
        var rows = await database
            .ProcessChoices.AsNoTracking()
            .Where(row => row.AuthorityId == authority && row.ProcessId == definition.Id)
            .ToListAsync(cancel);
        var chosen = rows.ToDictionary(row => row.SettingId, row => Parse(row.Value), StringComparer.Ordinal);
        return definition.Settings.ToImmutableDictionary(
            setting => setting.Field.Id,
            setting => OfType(setting, chosen) ?? setting.Default,
            StringComparer.Ordinal
        );
    }

    /// <summary>Changes what is chosen from now on, and says so in the authority's history. Values are the file's to check.</summary>
    public async Task ChangeAsync(
        ProcessDefinition definition,
        ImmutableDictionary<string, DataValue> values,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var before = await InForceAsync(actor.Authority, definition, cancel);
        foreach (var setting in definition.Settings)
        {
            var id = setting.Field.Id;
            if (!values.TryGetValue(id, out var value) || value.Equals(before[id]))
                continue;
            var row = await database.ProcessChoices.SingleOrDefaultAsync(
                found =>
                    found.AuthorityId == actor.Authority && found.ProcessId == definition.Id && found.SettingId == id,
                cancel
            );
            if (row is null)
                database.ProcessChoices.Add(
                    new ProcessChoice
                    {
                        AuthorityId = actor.Authority,
                        ProcessId = definition.Id,
                        SettingId = id,
                        Value = Format(value),
                    }
                );
            else
                row.Value = Format(value);
            await database.SaveChangesAsync(cancel);
            await Journal.AppendAsync(
                database,
                Journal.OfAuthority(actor.Authority),
                clock.Now,
                actor,
                new ProcessChoiceMade(definition.Id, id, before[id], value),
                cancel
            );
        }
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Asks for an authority's choices with the step's next batch.</summary>
    internal static Dictionary<string, DataValue> Read(WriteSession session, string authority, string process)
    {
        var chosen = new Dictionary<string, DataValue>(StringComparer.Ordinal);
        session.AddQuery(
            row => chosen[row.GetString(0)] = Parse(row.GetString(1)),
            "SELECT setting_id, value FROM process_choices WHERE authority_id = $1 AND process_id = $2",
            authority,
            process
        );
        return chosen;
    }

    /// <summary>The start's data with the choices that it does not bring itself. One that the file no longer offers is as good as none.</summary>
    internal static ImmutableDictionary<string, DataValue> Given(
        ImmutableDictionary<string, DataValue> data,
        ProcessDefinition definition,
        Dictionary<string, DataValue> chosen
    )
    {
        var given = data.ToBuilder();
        foreach (var setting in definition.Settings)
            if (OfType(setting, chosen) is { } value)
                given.TryAdd(setting.Variable, value);
        return given.ToImmutable();
    }

    private static DataValue? OfType(ProcessSetting setting, Dictionary<string, DataValue> chosen) =>
        chosen.TryGetValue(setting.Field.Id, out var value) && ProcessEngine.Check(setting, value).IsEmpty
            ? value
            : null;

    private static DataValue Parse(string json) => JsonSerializer.Deserialize(json, StoredJson.Default.DataValue)!;

    private static string Format(DataValue value) => JsonSerializer.Serialize(value, StoredJson.Default.DataValue);
}
