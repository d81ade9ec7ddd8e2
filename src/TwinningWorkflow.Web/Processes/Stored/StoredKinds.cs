using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>The names under which facts are stored. They are permanent, whatever becomes of the records' names.</summary>
internal static class StoredKinds
{
    public static readonly KindTable<ProcessEvent> Events = new([
        ("process-started", StoredJson.Default.ProcessStarted),
        ("element-activated", StoredJson.Default.ElementActivated),
        ("task-opened", StoredJson.Default.TaskOpened),
        ("task-completed", StoredJson.Default.TaskCompleted),
        ("task-assigned", StoredJson.Default.TaskAssigned),
        ("service-completed", StoredJson.Default.ServiceCompleted),
        ("element-completed", StoredJson.Default.ElementCompleted),
        ("elements-cancelled", StoredJson.Default.ElementsCancelled),
        ("join-reached", StoredJson.Default.JoinReached),
        ("join-passed", StoredJson.Default.JoinPassed),
        ("bodies-planned", StoredJson.Default.BodiesPlanned),
        ("run-ended", StoredJson.Default.RunEnded),
        ("completion-reached", StoredJson.Default.CompletionReached),
        ("data-changed", StoredJson.Default.DataChanged),
        ("data-forgotten", StoredJson.Default.DataForgotten),
        ("timer-armed", StoredJson.Default.TimerArmed),
        ("term-recounted", StoredJson.Default.TermRecounted),
        ("timer-fired", StoredJson.Default.TimerFired),
        ("message-awaited", StoredJson.Default.MessageAwaited),
        ("message-received", StoredJson.Default.MessageReceived),
        ("signal-awaited", StoredJson.Default.SignalAwaited),
        ("signal-thrown", StoredJson.Default.SignalThrown),
        ("signal-caught", StoredJson.Default.SignalCaught),
        ("waits-closed", StoredJson.Default.WaitsClosed),
        ("message-sent", StoredJson.Default.MessageSent),
        ("error-thrown", StoredJson.Default.ErrorThrown),
        ("escalation-thrown", StoredJson.Default.EscalationThrown),
        ("flows-taken", StoredJson.Default.FlowsTaken),
        ("data-corrected", StoredJson.Default.DataCorrected),
        ("data-recomputed", StoredJson.Default.DataRecomputed),
        ("token-moved", StoredJson.Default.TokenMoved),
        ("incident-raised", StoredJson.Default.IncidentRaised),
        ("incident-resolved", StoredJson.Default.IncidentResolved),
        ("process-suspended", StoredJson.Default.ProcessSuspended),
        ("process-resumed", StoredJson.Default.ProcessResumed),
        ("process-ended", StoredJson.Default.ProcessEnded),
    ]);

    public static readonly KindTable<HostFact> Facts = new([
        ("dossier-opened", StoredJson.Default.DossierOpened),
        ("dossier-changed", StoredJson.Default.DossierChanged),
        ("document-added", StoredJson.Default.DocumentAdded),
        ("fact-kept", StoredJson.Default.FactKept),
        ("fact-unclaimed", StoredJson.Default.FactUnclaimed),
        ("fact-set-aside", StoredJson.Default.FactSetAside),
        ("agreement-registered", StoredJson.Default.AgreementRegistered),
        ("step-refused", StoredJson.Default.StepRefused),
        ("mail-failed", StoredJson.Default.MailFailed),
        ("mail-tried-again", StoredJson.Default.MailTriedAgain),
        ("correspondence-filed", StoredJson.Default.CorrespondenceFiled),
        ("correspondence-left", StoredJson.Default.CorrespondenceLeft),
        ("set-up-done", StoredJson.Default.SetUpDone),
        ("person-added", StoredJson.Default.PersonAdded),
        ("role-given", StoredJson.Default.RoleGiven),
        ("role-ended", StoredJson.Default.RoleEnded),
        ("absence-entered", StoredJson.Default.AbsenceEntered),
        ("absence-ended", StoredJson.Default.AbsenceEnded),
        ("department-set", StoredJson.Default.DepartmentSet),
        ("department-removed", StoredJson.Default.DepartmentRemoved),
        ("department-chosen", StoredJson.Default.DepartmentChosen),
        ("account-disabled", StoredJson.Default.AccountDisabled),
        ("account-enabled", StoredJson.Default.AccountEnabled),
        ("recipient-changed", StoredJson.Default.RecipientChanged),
        ("process-choice-made", StoredJson.Default.ProcessChoiceMade),
        ("calendar-changed", StoredJson.Default.CalendarChanged),
        ("sitting-planned", StoredJson.Default.SittingPlanned),
        ("sitting-moved", StoredJson.Default.SittingMoved),
        ("sitting-cancelled", StoredJson.Default.SittingCancelled),
        ("feed-link-made", StoredJson.Default.FeedLinkMade),
        ("feed-link-revoked", StoredJson.Default.FeedLinkRevoked),
        ("mail-wishes-changed", StoredJson.Default.MailWishesChanged),
        ("incident-seen-to", StoredJson.Default.IncidentSeenTo),
    ]);

    public static readonly KindTable<Command> Commands = new([
        ("start-process", StoredJson.Default.StartProcess),
        ("complete-task", StoredJson.Default.CompleteTask),
        ("claim-task", StoredJson.Default.ClaimTask),
        ("release-task", StoredJson.Default.ReleaseTask),
        ("assign-task", StoredJson.Default.AssignTask),
        ("fire-timer", StoredJson.Default.FireTimer),
        ("receive-message", StoredJson.Default.ReceiveMessage),
        ("receive-signal", StoredJson.Default.ReceiveSignal),
        ("complete-service", StoredJson.Default.CompleteService),
        ("fail-service", StoredJson.Default.FailService),
        ("retry-incident", StoredJson.Default.RetryIncident),
        ("correct-data", StoredJson.Default.CorrectData),
        ("recount-terms", StoredJson.Default.RecountTerms),
        ("move-token", StoredJson.Default.MoveToken),
        ("suspend-process", StoredJson.Default.SuspendProcess),
        ("resume-process", StoredJson.Default.ResumeProcess),
        ("withdraw-process", StoredJson.Default.WithdrawProcess),
    ]);
}

/// <summary>Stored name and JSON shape of each record of a family, both ways.</summary>
internal sealed class KindTable<T>
{
    private readonly FrozenDictionary<Type, (string Name, JsonTypeInfo Shape)> byType;
    private readonly FrozenDictionary<string, JsonTypeInfo> byName;

    public KindTable((string Name, JsonTypeInfo Shape)[] kinds)
    {
        byType = kinds.ToFrozenDictionary(kind => kind.Shape.Type);
        byName = kinds.ToFrozenDictionary(kind => kind.Name, kind => kind.Shape);
    }

    public (string Name, JsonTypeInfo Shape) Of(T value) => byType[value!.GetType()];

    /// <summary>Null for a name of another family.</summary>
    public JsonTypeInfo? Named(string name) => byName.GetValueOrDefault(name);
}
