using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Simulation;

/// <summary>
/// What each form of twinning.bpmn asks for and between which dates, said here a second time and tried at every step of every
/// scenario: a bound or a requirement that is dropped or changed in the file is told by field.
/// </summary>
public sealed class FormRulesTests
{
    private const string Always = "*";
    private const string Never = "";
    private static readonly LocalDate Long = new(1900, 1, 1);

    /// <summary>A field: for which outcomes it is required, and for a date the first and the last day.</summary>
    private sealed record Rule(
        string Field,
        string Required,
        Func<PlayedDates, LocalDate?>? From = null,
        Func<PlayedDates, LocalDate?>? To = null
    );

    private static LocalDate? Today(PlayedDates played) => played.Today;

    private static LocalDate? Opened(PlayedDates played) => played["opened"];

    private static readonly Rule[] Rules =
    [
        new("agreeText.text", Always),
        new("agreeText.agreedOn", Always, p => p["reopened"], Today),
        new("agreeText.note", Never),
        new("technicalOpinion.givenOn", Always, p => p["agreeText.agreedOn"], Today),
        new("technicalOpinion.signer", Always),
        new("technicalOpinion.reasons", "unfavourable"),
        new("technicalOpinion.opinion", Never),
        new("accountingOpinion.givenOn", Always, p => p["agreeText.agreedOn"], Today),
        new("accountingOpinion.signer", Always),
        new("accountingOpinion.reasons", "unfavourable"),
        new("accountingOpinion.opinion", Never),
        new(
            "overrideOpinions.decidedOn",
            Always,
            p => PlayedDates.Latest(p["technicalOpinion.givenOn"], p["accountingOpinion.givenOn"]),
            Today
        ),
        new("overrideOpinions.reasons", Always),
        new("giunta.actNumber", "approved"),
        new(
            "giunta.actDate",
            Always,
            p =>
                PlayedDates.Latest(
                    p["technicalOpinion.givenOn"],
                    p["accountingOpinion.givenOn"],
                    p["overrideOpinions.decidedOn"],
                    p["giunta.actDate"]
                ),
            Today
        ),
        new("giunta.votes", "approved"),
        new("giunta.immediatelyEnforceable", Never),
        new("giunta.textVersion", "approved"),
        new("giunta.act", "approved"),
        new("giunta.newSitting", "postponed", p => p.Own("actDate")),
        new("afterRejection.reasons", Always),
        new("recordNotice.protocolNumber", Always),
        new(
            "recordNotice.protocolDate",
            Always,
            p =>
                p.NoticeAfterCouncil
                    ? PlayedDates.Latest(p["giunta.actDate"], p["council.actDate"])
                    : p["giunta.actDate"],
            Today
        ),
        new("recordNotice.textVersion", Always),
        new("recordNotice.notice", Always),
        new("clearance.receivedOn", Always, p => p["recordNotice.protocolDate"], Today),
        new("clearance.protocolNumber", Always),
        new("clearance.clearances", Always),
        new("committee.heldOn", "favourable unfavourable", p => p["giunta.actDate"], Today),
        new("committee.minutes", Never),
        new("committee.note", Never),
        new("council.convenedOn", "approved amended rejected", Opened, p => p.Own("actDate")),
        new("council.present", "approved amended rejected noQuorum"),
        new("council.actNumber", "approved amended"),
        new("council.actDate", Always, p => p["councilFrom"], Today),
        new("council.votes", "approved amended"),
        new("council.immediatelyEnforceable", Never),
        new("council.textVersion", "approved"),
        new("council.amendedText", "amended"),
        new("council.act", "approved amended"),
        new("council.newSitting", "postponed", p => p.Own("actDate")),
        new("secondCall.convenedOn", Always, Opened, Today),
        new("secondCall.sittingOn", Always, p => PlayedDates.Latest(p.Own("convenedOn"), p["council.actDate"])),
        new("partnerAct.actNumber", "approved amended"),
        new("partnerAct.actDate", Always, p => p["partnerFrom"], Today),
        new("partnerAct.textVersion", "approved"),
        new("partnerAct.amendedText", "amended"),
        new("partnerAct.act", "approved amended"),
        new("observation.from", Always),
        new("observation.receivedOn", Always, Opened, Today),
        new("observation.protocolNumber", Always),
        new("observation.letter", Always),
        new("classifyObservation.reasons", Always),
        new("formalAmendment.actNumber", Always),
        new("formalAmendment.actDate", Always, p => p.Started("receivedOn"), Today),
        new("formalAmendment.text", Always),
        new("foreignPolicyConflict.decidedOn", Always, p => p.Started("receivedOn"), Today),
        new("foreignPolicyConflict.reasons", Always),
        new("foreignPolicyConflict.evidence", "resolved"),
        new("decideLate.decidedOn", Always, p => p.Started("receivedOn"), Today),
        new("decideLate.reasons", Always),
        new("planCeremony.date", Never, Today),
        new("planCeremony.place", Always),
        new("planCeremony.abroad", Never),
        new("delegationNotice.sentOn", Always, Opened, Today),
        new("delegationNotice.protocolNumber", Always),
        new("delegationNotice.travellers", Always),
        new("delegationNotice.from", Always, Opened),
        new("delegationNotice.to", Always, p => p.Own("from")),
        new("delegationNotice.letter", Never),
        new(
            "sign.signedOn",
            "signed",
            p =>
                PlayedDates.Latest(
                    p.Executory("giunta"),
                    p.Executory("council"),
                    p["partnerAct.actDate"],
                    p["window"],
                    p["delivered.REGIONE"],
                    p["signingFrom"],
                    p["resumed"]
                ),
            Today
        ),
        new("sign.place", "signed"),
        new("sign.signatories", "signed"),
        new("sign.scans", "signed"),
        new("partnerRevokes.actNumber", Always),
        new("partnerRevokes.actDate", Always, p => p["partnerFrom"], Today),
        new("partnerRevokes.act", Always),
        new("textReopened.requestedOn", Always, p => p["giunta.actDate"], Today),
        new("textReopened.reasons", Always),
        new("textReopened.request", Never),
        new("publishAgreement.publishedOn", Always, p => p["sign.signedOn"], Today),
        new("publishAgreement.address", Never),
        new("followUpReview.reviewedOn", Always, p => p["sign.signedOn"], Today),
        new("followUpReview.findings", Always),
        new("followUpReview.report", Never),
        new("decideAfter.decidedOn", Always, p => p.Started("receivedOn"), Today),
        new("decideAfter.reasons", Always),
        new("furtherCeremony.place", Always),
        new("furtherCeremony.date", Never, p => p["sign.signedOn"]),
        new("furtherCeremony.abroad", Never),
        new("furtherDelegationNotice.sentOn", Always, Opened, Today),
        new("furtherDelegationNotice.protocolNumber", Always),
        new("furtherDelegationNotice.travellers", Always),
        new("furtherDelegationNotice.from", Always, p => p["sign.signedOn"]),
        new("furtherDelegationNotice.to", Always, p => p.Own("from")),
        new("furtherDelegationNotice.letter", Never),
        new(
            "recordCeremony.signedOn",
            "signed",
            p => PlayedDates.Latest(p["sign.signedOn"], p["signingFrom"], p["resumed"]),
            Today
        ),
        new("recordCeremony.place", "signed"),
        new("recordCeremony.signatories", "signed"),
        new("recordCeremony.scans", "signed"),
        new("partnerWithdraws.receivedOn", Always, Opened, Today),
        new("partnerWithdraws.note", Never),
        new("partnerWithdraws.letter", Always),
        new("mandateChanges.side", Always),
        new("mandateChanges.changedOn", Always, Opened, Today),
        new("mandateChanges.note", Never),
        new("confirmSignatory.signatory", Always),
        new("confirmSignatory.office", Always),
        new("confirmSignatory.confirmedOn", Always, p => p.Started("changedOn"), Today),
        new("confirmSignatory.act", Never),
        new("lapseDeclared.actNumber", Always),
        new("lapseDeclared.actDate", Always, Opened, Today),
        new("lapseDeclared.reasons", Always),
        new("lapseDeclared.act", Always),
        new("publishOnAlbo.alboNumber", Always),
        new(
            "publishOnAlbo.startedOn",
            Always,
            p => p[p.Subject == "publishGiunta" ? "giunta.actDate" : "council.actDate"],
            Today
        ),
        new("recordDelivery.deliveredOn", "delivered", p => p["protocol." + p.Subject], Today),
        new("recordDelivery.receipt", Never),
        new("recordDelivery.failure", "failed"),
        new("correctAddress.address", Always),
        new("correctAddress.protocolNumber", Always),
        new("correctAddress.protocolDate", Always, p => p["protocol." + p.Subject], Today),
    ];

    /// <summary>What a first day rests on where it rests on several: whichever is latest binds.</summary>
    private static readonly (string Field, string[] On)[] Latest =
    [
        (
            "sign.signedOn",
            [
                "publishGiunta.executoryOn",
                "publishCouncil.executoryOn",
                "partnerAct.actDate",
                "window.closedOn",
                "notifyRegion.deliveredOn.REGIONE",
                "signingFrom",
                "resumedOn",
            ]
        ),
        ("recordCeremony.signedOn", ["sign.signedOn", "signingFrom", "resumedOn"]),
        ("secondCall.sittingOn", ["council.actDate"]),
    ];

    private static readonly ProcessDefinition Definition = BpmnReader
        .Read(File.ReadAllBytes(Path.Combine(Simulator.Folder, "twinning.bpmn")))
        .Definition!;

    private static readonly TermResolver Terms = TermResolution.With(
        new LegalTerms(new TermRules { Zone = Definition.Zone })
    );

    [Fact]
    public void Every_field_of_every_form_has_its_rule_here() =>
        Assert.Equal(
            Rules.Select(r => r.Field).Order(StringComparer.Ordinal),
            Definition
                .Nodes.Values.SelectMany(n => FormOf(n) is { } form ? form.Fields.Select(f => $"{n.Id}.{f.Id}") : [])
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void At_every_step_of_every_scenario_each_field_is_asked_for_and_bound_as_its_rule_says()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        var tried = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in ScenarioTests.Scenarios.Select(s => s.Data))
            Try(Scenario.Load(Simulator.ScenarioFile(name)), name, wrong, tried);

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal([], Rules.Select(r => r.Field).Where(f => !tried.Contains(f)));
    }

    private static void Try(Scenario scenario, string name, SortedSet<string> wrong, HashSet<string> tried)
    {
        var player = new ScenarioPlayer(Definition, scenario);
        var played = new PlayedDates(day => Terms(new TermSpec(30, TermUnit.Days, Ground: null), day).Last);
        CorrectData? asked = null;
        player.Playback.Deciding = (state, command) =>
        {
            // one that was refused has left no trace
            if (asked is { } correction && state.Scopes.TryGetValue(correction.Scope, out var scope))
                foreach (var (variable, value) in correction.Values)
                    if (value is DataValue.Date(var day) && value.Equals(scope.Data.GetValueOrDefault(variable)))
                        played.Corrected(variable, day);
            asked = command as CorrectData;
            var today = command.At.InZone(Definition.Zone).Date;
            if (command is StartProcess start)
                played.Opened(today, start);
            else if (command is ResumeProcess { Act: { } act })
                played.Resumed(act.Date);
            if (
                Filled.Of(state, command) is not { } filled
                || Decide(state, command) is Decision.Rejected { Code: not RejectionCode.NobodyWaits }
            )
                return;
            played.At(today, filled.Item, filled.Fields, filled.Around);
            foreach (var field in filled.Form.Fields)
            {
                var rule = Rules.Single(r => r.Field == $"{filled.Node}.{field.Id}");
                tried.Add(rule.Field);
                foreach (var problem in Compare(rule, field, filled, state, played))
                    wrong.Add($"{rule.Field}: {problem} ({name}, {today})");
            }
            played.Take(filled.Node, filled.Outcome);
        };
        foreach (var step in player.Play())
            Assert.Empty(step.Failures);
    }

    private static IEnumerable<string> Compare(
        Rule rule,
        FieldSpec field,
        Filled filled,
        ProcessState state,
        PlayedDates played
    )
    {
        // whichever outcome is chosen, and not only the one that the scenario goes on with
        foreach (var outcome in filled.Form.Outcomes.IsEmpty ? [""] : filled.Form.Outcomes.Select(o => o.Id))
        {
            var required =
                rule.Required == Always
                || rule.Required.Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(outcome);
            var decision = Decide(state, filled.Choosing(outcome).Without(field.Id));
            if (
                decision is not Decision.Rejected { Code: RejectionCode.GateClosed }
                && required != Problems(decision).Contains(new FieldProblem(field.Id, FieldProblemCode.Required))
            )
                yield return $"expected to be asked for with '{outcome}': {required}";
        }
        if (field.Kind != FieldKind.Date)
            yield break;
        foreach (var source in Latest.Where(l => l.Field == rule.Field).SelectMany(l => l.On))
            if (
                Bound(filled.Later(state, source, played.Today), filled, field.Id, Long, FieldProblemCode.TooEarly)
                != played.Today
            )
                yield return $"expected no earlier than {source}";
        var early = Bound(state, filled, field.Id, Long, FieldProblemCode.TooEarly);
        if (early != rule.From?.Invoke(played))
            yield return $"expected no earlier than {rule.From?.Invoke(played)}, but it is {early}";
        var late = Bound(state, filled, field.Id, new LocalDate(2100, 1, 1), FieldProblemCode.TooLate);
        if (late != rule.To?.Invoke(played))
            yield return $"expected no later than {rule.To?.Invoke(played)}, but it is {late}";
    }

    /// <summary>The bound that is told when a day far beyond it is given; null when none is.</summary>
    private static LocalDate? Bound(
        ProcessState state,
        Filled filled,
        string field,
        LocalDate beyond,
        FieldProblemCode code
    ) =>
        Problems(Decide(state, filled.With(field, DataValue.Of(beyond))))
            .Where(p => p.Field == field && p.Code == code)
            .Select(p => (LocalDate?)LocalDatePattern.Iso.Parse(p.Argument).GetValueOrThrow())
            .SingleOrDefault();

    private static ImmutableArray<FieldProblem> Problems(Decision decision) =>
        decision is Decision.Rejected { Code: RejectionCode.InvalidFields } refused ? refused.Problems : [];

    private static Decision Decide(ProcessState state, Command command) =>
        ProcessEngine.Decide(Definition, state, command, Terms);

    private static StepForm? FormOf(FlowNode node) =>
        node switch
        {
            UserTask task => task.Form,
            ReceiveTask task => task.Message.Form,
            CatchEvent { Trigger: EventTrigger.Message message } => message.Form,
            BoundaryEvent { Trigger: EventTrigger.Message message } => message.Form,
            StartEvent { Trigger: EventTrigger.Message message } => message.Form,
            _ => null,
        };

    /// <summary>A form that a step of a scenario fills in.</summary>
    private sealed record Filled(
        Command Command,
        string Node,
        string Item,
        string Outcome,
        StepForm Form,
        ImmutableDictionary<string, DataValue> Fields,
        ImmutableDictionary<string, DataValue> Around
    )
    {
        public static Filled? Of(ProcessState state, Command command)
        {
            switch (command)
            {
                case CompleteTask task when state.Elements.TryGetValue(task.TaskId, out var element):
                    return new Filled(
                        command,
                        element.Node,
                        element.Subject(),
                        task.Outcome ?? "",
                        FormOf(Definition.Node(element.Node))!,
                        task.Fields,
                        StartedBy(state, element.Scope)
                    );
                case ReceiveMessage message:
                    var node =
                        state.Messages.Values.FirstOrDefault(w => w.Message == message.Message)?.Node
                        ?? Definition.Messages[message.Message].Node;
                    return new Filled(
                        command,
                        node,
                        "",
                        message.Fields.GetValueOrDefault("outcome") is DataValue.Text(var outcome) ? outcome : "",
                        FormOf(Definition.Node(node))!,
                        message.Fields,
                        ImmutableDictionary<string, DataValue>.Empty
                    );
                default:
                    return null;
            }
        }

        /// <summary>The state, were a variable that the form sees later.</summary>
        public ProcessState Later(ProcessState state, string variable, LocalDate day)
        {
            var scope = Command is CompleteTask task ? state.Elements[task.TaskId].Scope : ProcessState.RootScope;
            while (!state.Scopes[scope].Data.ContainsKey(variable))
                scope = state.Scopes[scope].Parent;
            return state.Apply(
                new DataChanged(scope, ImmutableDictionary<string, DataValue>.Empty.Add(variable, DataValue.Of(day)))
            );
        }

        public Filled Choosing(string outcome) =>
            Command switch
            {
                CompleteTask task => this with
                {
                    Command = task with { Outcome = outcome.Length == 0 ? null : outcome },
                },
                _ when outcome.Length > 0 => this with { Fields = Fields.SetItem("outcome", DataValue.Of(outcome)) },
                _ => this,
            };

        public Command Without(string field) => Changed(Fields.Remove(field));

        public Command With(string field, DataValue value) => Changed(Fields.SetItem(field, value));

        private Command Changed(ImmutableDictionary<string, DataValue> fields) =>
            Command switch
            {
                CompleteTask task => task with { Fields = fields },
                ReceiveMessage message => message with { Fields = fields },
                _ => throw new InvalidOperationException($"Expected a form, but got {Command}."),
            };

        /// <summary>The fields of the message that started the event sub-process of a scope, by field id.</summary>
        private static ImmutableDictionary<string, DataValue> StartedBy(ProcessState state, long scope) =>
            state.Scopes[scope] is { Own: true, Node: var sub, Data: var data }
                ? data.Where(d =>
                        Definition
                            .Contents[sub]
                            .Any(n =>
                                Definition.Node(n) is StartEvent && d.Key.StartsWith(n + ".", StringComparison.Ordinal)
                            )
                    )
                    .ToImmutableDictionary(d => d.Key.Split('.')[1], d => d.Value)
                : ImmutableDictionary<string, DataValue>.Empty;
    }
}
