using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Reading;

/// <summary>Something that happens by itself when its instant comes.</summary>
public sealed record UpcomingLine(string What, Guid Dossier, string Caption);

/// <summary>What happens at one instant.</summary>
public sealed record Upcoming(Instant At, IReadOnlyList<UpcomingLine> Lines);

/// <summary>Reads what falls due next in a town: terms that elapse and reminders that go out.</summary>
public sealed class UpcomingReader(
    TwinningDatabase database,
    DefinitionCatalog catalog,
    RoleWords roles,
    IStringLocalizer<AdministrationText> text
)
{
    private const int MostRows = 200;

    /// <summary>The next instants at which something is due, with what it is.</summary>
    public async Task<IReadOnlyList<Upcoming>> ReadAsync(
        string authority,
        string language,
        int instants,
        CancellationToken cancel
    )
    {
        var rows = await (
            from timer in database.Timers.AsNoTracking()
            join instance in database.Instances on timer.InstanceId equals instance.Id
            join dossier in database.Dossiers on timer.DossierId equals dossier.Id
            where timer.AuthorityId == authority && !timer.Quarantined
            orderby timer.DueAt
            select new
            {
                Timer = timer,
                instance.DefinitionHash,
                instance.Suspended,
                Caption = dossier.Number + " " + dossier.PartnerCity,
            }
        )
            .Take(MostRows)
            .ToListAsync(cancel);
        var calendar = await database
            .Authorities.Where(row => row.Id == authority)
            .Select(row => row.Calendar)
            .SingleAsync(cancel);
        var zone = AuthorityCalendar.Of(calendar).Zone;
        return
        [
            .. rows.Where(x => !x.Timer.IsFirstLook(zone))
                .GroupBy(x => x.Timer.DueAt)
                .Take(instants)
                .Select(at => new Upcoming(
                    at.Key,
                    [
                        .. at.Select(x => new UpcomingLine(
                            What(x.Timer, catalog.ByHash(x.DefinitionHash), x.Suspended, language),
                            x.Timer.DossierId,
                            x.Caption
                        )),
                    ]
                )),
        ];
    }

    private string What(TimerRow timer, ProcessDefinition definition, bool suspended, string language)
    {
        var name = definition.NameOf(timer.Node, language);
        if (timer.Kind == TimerRow.Reminder)
        {
            var role = roles.Of(MailPlan.ResponsibleFor(definition, definition.Node(timer.Node)));
            return text[suspended ? "upcoming-no-reminder" : "upcoming-reminder", role, name];
        }
        // «every 30 days» says nothing without what it stands at
        return definition.Node(timer.Node) is BoundaryEvent boundary
            ? text["upcoming-at", definition.NameOf(boundary.AttachedTo, language), name]
            : text["upcoming-term", name];
    }
}
