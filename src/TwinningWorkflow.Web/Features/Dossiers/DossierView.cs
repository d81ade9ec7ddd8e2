using System.Collections.Immutable;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>Something that is open or waits now.</summary>
public sealed record NowLine(string Title, string Who, LocalDate? Due, ExplainedTerm? Term, bool Yours)
{
    public Guid Instance { get; init; }

    /// <summary>The open task; 0 when it is a wait.</summary>
    public long Task { get; init; }

    /// <summary>The message that a person may record for it; empty when none.</summary>
    public string Message { get; init; } = "";
}

/// <summary>Something that an administrator must see to.</summary>
/// <param name="Key">The incident.</param>
/// <param name="Words">What it is.</param>
/// <param name="Since">Since when.</param>
/// <param name="Holds">Whether the process stands there.</param>
public sealed record StopLine(string Key, string Words, Instant Since, bool Holds);

/// <summary>A fact that may be recorded.</summary>
/// <param name="Message">The message.</param>
/// <param name="Label">The fact in words.</param>
/// <param name="IsAwaited">Does a step wait for it now?</param>
/// <param name="IsKnown">Was it recorded before?</param>
public sealed record FactLink(string Message, string Label, bool IsAwaited, bool IsKnown);

/// <summary>Puts an instance into the words of a dossier's page.</summary>
public sealed class DossierViews(
    Shell shell,
    RoleWords roles,
    IncidentWords incidents,
    IStringLocalizer<DossierText> text
)
{
    private string Language => shell.Language;

    /// <summary>What happens now: mine first, then what waits for others, by deadline.</summary>
    public IReadOnlyList<NowLine> Now(InstanceView view, SignedIn me) =>
        [
            .. Standing
                .Now(view)
                .Select(step => new NowLine(
                    Title(view, step),
                    step.Stand switch
                    {
                        Stand.Open => roles.Of(step.Role),
                        Stand.Stopped => text["dossier.stopped-who"],
                        _ => text[step.DueAt is null ? "desk.from-outside" : "desk.term-runs"],
                    },
                    step.Due(view.Definition.Zone),
                    Explain(step),
                    step.Stand is Stand.Open && me.Holds(step.Role)
                )
                {
                    Instance = view.Row.Id,
                    Task = step.Task,
                    Message = step.Stand is Stand.Waiting && me.Holds(step.Role) ? MessageOf(view, step.Node) : "",
                })
                .OrderByDescending(x => x.Yours)
                .ThenBy(x => x.Due is null)
                .ThenBy(x => x.Due),
        ];

    /// <summary>What an administrator has to see to, for those who wait for it.</summary>
    public IReadOnlyList<StopLine> Stops(InstanceView? view, IEnumerable<IncidentRow> open) =>
        [
            .. open.Select(x =>
                view is not null && IncidentRows.NumberOf(x.Key, view.Row.Id) is not null
                    ? new StopLine(
                        x.Key,
                        text["dossier.stopped-at", view.Definition.NameOf(x.Source, Language)],
                        x.RaisedAt,
                        Holds: true
                    )
                    : new StopLine(x.Key, text["dossier.stopped-other", incidents.Of(x.Code)], x.RaisedAt, Holds: false)
            ),
        ];

    /// <summary>The text list of steps beside the drawing.</summary>
    public IReadOnlyList<StepLine> Steps(
        InstanceView view,
        ImmutableArray<StepStands> steps,
        IReadOnlyDictionary<string, string> names
    ) =>
        [
            .. steps.Select(step => new StepLine(Title(view, step), StandingOf(step.Stand))
            {
                On = step.DoneBy?.At.InZone(shell.Zone).Date,
                Due = step.Stand is Stand.Open or Stand.Waiting ? step.Due(view.Definition.Zone) : null,
                Who = Who(step, names),
                Note = Outcome(view, step),
                Href = step.Task > 0 ? "/" + TaskPage.Of(view.Row.Id, step.Task) : "",
            }),
        ];

    /// <summary>The facts that this person may record, those that are awaited first.</summary>
    /// <param name="view">The instance.</param>
    /// <param name="received">The messages that it has received.</param>
    /// <param name="me">The person.</param>
    public IReadOnlyList<FactLink> Facts(InstanceView view, IReadOnlySet<string> received, SignedIn me) =>
        view.State.Status is not ProcessStatus.Running
            ? []
            :
            [
                .. view
                    .Definition.Messages.Values.Where(x =>
                        x.Form is { } form && (form.Role.Length == 0 ? me.Works : me.Holds(form.Role))
                    )
                    .Select(x => new FactLink(
                        x.Name,
                        x.Label.In(Language),
                        view.State.Messages.Values.Any(wait => wait.Message == x.Name),
                        received.Contains(x.Name)
                    ))
                    .OrderByDescending(x => x.IsAwaited)
                    .ThenBy(x => x.Label, StringComparer.CurrentCulture),
            ];

    private string Title(InstanceView view, StepStands step) =>
        // what is awaited is named as the fact that comes
        view.Definition.Node(step.Node)
            is ReceiveTask receive
            ? view.Definition.Messages[receive.Message.Name].Label.In(Language)
            : view.Definition.NameOf(step.Node, step.Item, Language);

    private ExplainedTerm? Explain(StepStands step) =>
        step is { Term: { } term, Spec: { } spec } ? TermExplanation.About(Language, spec, term, step.Start) : null;

    private static string MessageOf(InstanceView view, string node) =>
        view.State.Messages.Values.FirstOrDefault(x => x.Node == node)?.Message ?? "";

    private string Who(StepStands step, IReadOnlyDictionary<string, string> names) =>
        step.DoneBy is { } done
            ? done.Actor.Role == Actor.SystemRole
                ? roles.System
                : names.GetValueOrDefault(done.Actor.Person) is { } name
                    ? $"{name}, {roles.Of(done.Actor.Role)}"
                    : roles.Of(done.Actor.Role)
            : step.Stand is Stand.Waiting
                ? ""
                : step.Role.Length > 0
                    ? roles.Of(step.Role)
                    : "";

    private string Outcome(InstanceView view, StepStands step)
    {
        if (step.Outcome.Length == 0)
            return "";
        var form = view.Definition.Node(step.Node) switch
        {
            UserTask task => task.Form,
            ReceiveTask receive => receive.Message.Form,
            _ => null,
        };
        return form?.Outcomes.FirstOrDefault(x => x.Id == step.Outcome)?.Label.In(Language) ?? step.Outcome;
    }

    private static StepStanding StandingOf(Stand stand) =>
        stand switch
        {
            Stand.Done => StepStanding.Done,
            Stand.Open => StepStanding.Now,
            Stand.Waiting => StepStanding.Waiting,
            Stand.Cancelled => StepStanding.Cancelled,
            Stand.Stopped => StepStanding.Stopped,
            _ => StepStanding.Next,
        };
}
