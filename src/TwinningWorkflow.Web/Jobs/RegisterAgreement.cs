using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Which service task asks, and when.</summary>
internal sealed record ServiceRequest(string Authority, Guid Dossier, Guid Instance, long Element, Instant At);

/// <summary>
/// The service <c>register-agreement</c>: enters the dossier's agreement in the register under the next number of the year. A
/// dossier has one entry; a second registration answers with the number it has.
/// </summary>
internal static class RegisterAgreement
{
    public const string Name = "register-agreement";

    /// <summary>Writes the entry into the step's transaction; answers the command that completes the service task.</summary>
    public static async Task<Command> PerformAsync(Step step, ServiceRequest request, CancellationToken cancel)
    {
        var session = step.Session;
        var actor = Actor.System(request.Authority, Name);
        // the instance first, as every step does: two registrations of one dossier queue here
        var locked = InstanceLock.Take(session, request.Instance);
        (int Year, int Number)? entry = null;
        session.AddQuery(
            row => entry = (row.GetInt32(0), row.GetInt32(1)),
            "SELECT year, number FROM register WHERE dossier_id = $1",
            request.Dossier
        );
        await session.SendAsync(cancel);
        if (entry is null && locked.Value is { } instance)
        {
            var year = request.At.InZone(instance.Calendar.Zone).Year;
            entry = (year, await NumberSeries.NextAsync(session, request.Authority, "register", year, cancel));
            session.Add(
                """
                INSERT INTO register (authority_id, year, number, dossier_id, partner_city, partner_country, signed_on)
                SELECT authority_id, $2, $3, id, partner_city, partner_country, $4 FROM dossiers WHERE id = $1
                """,
                request.Dossier,
                entry.Value.Year,
                entry.Value.Number,
                SignedOn(instance.State())
            );
            await JournalRows.AppendAsync(
                session,
                request.Authority,
                Journal.OfDossier(request.Dossier),
                request.At,
                actor,
                reason: null,
                new AgreementRegistered(entry.Value.Year, entry.Value.Number),
                cancel
            );
        }
        var number = entry is { } known ? NumberSeries.Name(known.Year, known.Number) : "";
        return new CompleteService(
            request.At,
            actor,
            request.Element,
            ImmutableDictionary<string, DataValue>.Empty.Add("number", DataValue.Of(number))
        );
    }

    /// <summary>The day of the first ceremony: what the step <c>sign</c> of the process file recorded.</summary>
    private static LocalDate? SignedOn(ProcessState state) =>
        state.Data.GetValueOrDefault("sign.signedOn") is DataValue.Date day ? day.Value : null;
}
