using System.Text.Json.Serialization;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>
/// Every fact and command that is stored as JSON; the state has a context of its own. Written for good: a property's or
/// enumeration member's name may change only together with a reader of the old one (a test holds the stored texts).
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // what is computed from the rest is not stored
    IgnoreReadOnlyProperties = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [
        typeof(DataValueJson),
        typeof(InstantJson),
        typeof(LocalDateJson),
        typeof(LocalTimeJson),
        typeof(CamelCase<ScopeKind>),
        typeof(CamelCase<ProcessStatus>),
    ]
)]
[JsonSerializable(typeof(Actor))]
[JsonSerializable(typeof(ProcessStarted))]
[JsonSerializable(typeof(ElementActivated))]
[JsonSerializable(typeof(TaskOpened))]
[JsonSerializable(typeof(TaskCompleted))]
[JsonSerializable(typeof(TaskAssigned))]
[JsonSerializable(typeof(ServiceCompleted))]
[JsonSerializable(typeof(ElementCompleted))]
[JsonSerializable(typeof(ElementsCancelled))]
[JsonSerializable(typeof(JoinReached))]
[JsonSerializable(typeof(JoinPassed))]
[JsonSerializable(typeof(BodiesPlanned))]
[JsonSerializable(typeof(RunEnded))]
[JsonSerializable(typeof(CompletionReached))]
[JsonSerializable(typeof(DataChanged))]
[JsonSerializable(typeof(DataForgotten))]
[JsonSerializable(typeof(TimerArmed))]
[JsonSerializable(typeof(TermRecounted))]
[JsonSerializable(typeof(TimerFired))]
[JsonSerializable(typeof(MessageAwaited))]
[JsonSerializable(typeof(MessageReceived))]
[JsonSerializable(typeof(SignalAwaited))]
[JsonSerializable(typeof(SignalThrown))]
[JsonSerializable(typeof(SignalCaught))]
[JsonSerializable(typeof(WaitsClosed))]
[JsonSerializable(typeof(MessageSent))]
[JsonSerializable(typeof(ErrorThrown))]
[JsonSerializable(typeof(EscalationThrown))]
[JsonSerializable(typeof(FlowsTaken))]
[JsonSerializable(typeof(DataCorrected))]
[JsonSerializable(typeof(DataRecomputed))]
[JsonSerializable(typeof(TokenMoved))]
[JsonSerializable(typeof(IncidentRaised))]
[JsonSerializable(typeof(IncidentResolved))]
[JsonSerializable(typeof(ProcessSuspended))]
[JsonSerializable(typeof(ProcessResumed))]
[JsonSerializable(typeof(ProcessEnded))]
[JsonSerializable(typeof(DossierOpened))]
[JsonSerializable(typeof(DossierChanged))]
[JsonSerializable(typeof(DocumentAdded))]
[JsonSerializable(typeof(FactKept))]
[JsonSerializable(typeof(FactUnclaimed))]
[JsonSerializable(typeof(FactSetAside))]
[JsonSerializable(typeof(AgreementRegistered))]
[JsonSerializable(typeof(StepRefused))]
[JsonSerializable(typeof(MailFailed))]
[JsonSerializable(typeof(MailTriedAgain))]
[JsonSerializable(typeof(CorrespondenceFiled))]
[JsonSerializable(typeof(CorrespondenceLeft))]
[JsonSerializable(typeof(SetUpDone))]
[JsonSerializable(typeof(PersonAdded))]
[JsonSerializable(typeof(RoleGiven))]
[JsonSerializable(typeof(RoleEnded))]
[JsonSerializable(typeof(AbsenceEntered))]
[JsonSerializable(typeof(AbsenceEnded))]
[JsonSerializable(typeof(DepartmentSet))]
[JsonSerializable(typeof(DepartmentRemoved))]
[JsonSerializable(typeof(DepartmentChosen))]
[JsonSerializable(typeof(AccountDisabled))]
[JsonSerializable(typeof(AccountEnabled))]
[JsonSerializable(typeof(RecipientChanged))]
[JsonSerializable(typeof(ProcessChoiceMade))]
[JsonSerializable(typeof(CalendarChanged))]
[JsonSerializable(typeof(FeedLinkMade))]
[JsonSerializable(typeof(FeedLinkRevoked))]
[JsonSerializable(typeof(MailWishesChanged))]
[JsonSerializable(typeof(Recount))]
[JsonSerializable(typeof(SittingPlanned))]
[JsonSerializable(typeof(SittingMoved))]
[JsonSerializable(typeof(SittingCancelled))]
[JsonSerializable(typeof(IncidentSeenTo))]
[JsonSerializable(typeof(StartProcess))]
[JsonSerializable(typeof(CompleteTask))]
[JsonSerializable(typeof(ClaimTask))]
[JsonSerializable(typeof(ReleaseTask))]
[JsonSerializable(typeof(AssignTask))]
[JsonSerializable(typeof(FireTimer))]
[JsonSerializable(typeof(ReceiveMessage))]
[JsonSerializable(typeof(ReceiveSignal))]
[JsonSerializable(typeof(CompleteService))]
[JsonSerializable(typeof(FailService))]
[JsonSerializable(typeof(RetryIncident))]
[JsonSerializable(typeof(CorrectData))]
[JsonSerializable(typeof(RecountTerms))]
[JsonSerializable(typeof(MoveToken))]
[JsonSerializable(typeof(SuspendProcess))]
[JsonSerializable(typeof(ResumeProcess))]
[JsonSerializable(typeof(WithdrawProcess))]
[JsonSerializable(typeof(PlannedMail))]
[JsonSerializable(typeof(ServiceCall))]
[JsonSerializable(typeof(StoredAnswer))]
internal sealed partial class StoredJson : JsonSerializerContext;
