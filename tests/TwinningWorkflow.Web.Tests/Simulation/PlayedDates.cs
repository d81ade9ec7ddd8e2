using NodaTime;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Tests.Simulation;

/// <summary>
/// What a scenario has dated so far, noted from its steps and counted by this class alone: the file's own variables are not
/// asked.
/// </summary>
/// <param name="thirtyDays">The last of thirty days that begin after a day.</param>
internal sealed class PlayedDates(Func<LocalDate, LocalDate> thirtyDays)
{
    private readonly Dictionary<string, LocalDate> dates = new(StringComparer.Ordinal);
    private readonly HashSet<string> immediate = new(StringComparer.Ordinal);

    /// <summary>The civil date of the step.</summary>
    public LocalDate Today { get; private set; }

    /// <summary>The recipient, publication or other item that the step is about.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The values of the very form.</summary>
    public IReadOnlyDictionary<string, DataValue> Fields { get; private set; } = new Dictionary<string, DataValue>();

    /// <summary>The message that started the sub-process in which the step is.</summary>
    public IReadOnlyDictionary<string, DataValue> Around { get; private set; } = new Dictionary<string, DataValue>();

    public bool NoticeAfterCouncil { get; private set; }
    public bool EndOfPublication { get; private set; }
    public bool ClearanceWaits { get; private set; }

    public LocalDate? this[string name] => dates.TryGetValue(name, out var date) ? date : null;

    public LocalDate? Own(string field) => Fields.GetValueOrDefault(field) is DataValue.Date(var day) ? day : null;

    public LocalDate? Started(string field) => Around.GetValueOrDefault(field) is DataValue.Date(var day) ? day : null;

    public static LocalDate? Latest(params LocalDate?[] days) => days.Max();

    public static LocalDate? Earliest(params LocalDate?[] days) => days.Min();

    /// <summary>When an act may be executed: at once, after ten days of publication, or ten days after its end.</summary>
    public LocalDate? Executory(string act) =>
        immediate.Contains(act)
            ? this[act + ".actDate"]
            : this[act + ".startedOn"]?.PlusDays(EndOfPublication ? 15 + 10 + 1 : 10 + 1);

    public void Opened(LocalDate today, StartProcess start)
    {
        Today = today;
        Note("opened", today);
        Note("signingFrom", today);
        Note("resumed", today);
        NoticeAfterCouncil =
            start.Data.GetValueOrDefault("setting.noticeAfterCouncil") is DataValue.Flag { Value: true };
        ClearanceWaits = DataValue.Of(false).Equals(start.Data.GetValueOrDefault("setting.clearanceEndsTerm"));
        EndOfPublication = DataValue
            .Of("endOfPublication")
            .Equals(start.Data.GetValueOrDefault("setting.executoryFrom"));
    }

    public void At(
        LocalDate today,
        string subject,
        IReadOnlyDictionary<string, DataValue> fields,
        IReadOnlyDictionary<string, DataValue> around
    )
    {
        Today = today;
        Subject = subject;
        Fields = fields;
        Around = around;
    }

    public void Resumed(LocalDate by) => Note("resumed", by);

    /// <summary>A date turned out to be another: so it is noted, and so is what was noted because of it.</summary>
    public void Corrected(string name, LocalDate day)
    {
        switch (name.Split('.'))
        {
            case ["notifyBodies", "deliveredOn", var recipient]:
                Note("delivered." + recipient, day);
                Window();
                break;
            case ["recordNotice", "protocolDate"]:
                Note(name, day);
                foreach (var recipient in (string[])["DARA", "MAECI", "REGIONE"])
                    Note("protocol." + recipient, day);
                break;
            default:
                var told = this[name];
                Note(name, day);
                foreach (var following in (string[])["reopened", "councilFrom", "partnerFrom"])
                    if (told is not null && this[following] == told)
                        Note(following, day);
                break;
        }
    }

    /// <summary>Notes what a step that was accepted means for those after it.</summary>
    public void Take(string node, string outcome)
    {
        foreach (var (field, value) in Fields)
            if (value is DataValue.Date(var day))
                Note($"{node}.{field}", day);
        if (node == "classifyObservation" && Around["from"] is DataValue.Text(var whose))
            dates.Remove("cleared." + whose);
        switch (node)
        {
            case "agreeText":
                Note("opened", Earliest(this["opened"], Own("agreedOn")));
                Note("partnerFrom", Own("agreedOn"));
                // opinions are asked for again, and nobody has decided yet
                foreach (
                    var past in (string[])
                        [
                            "technicalOpinion.givenOn",
                            "accountingOpinion.givenOn",
                            "overrideOpinions.decidedOn",
                            "giunta.actDate",
                        ]
                )
                    dates.Remove(past);
                break;
            case "overrideOpinions":
                Note("reopened", Own("decidedOn"));
                break;
            case "giunta":
                Note("reopened", Own("actDate"));
                Note("councilFrom", Own("actDate"));
                AtOnce("giunta");
                foreach (
                    var past in dates
                        .Keys.Where(k => k is "window" || k.StartsWith("delivered.", StringComparison.Ordinal))
                        .ToList()
                )
                    dates.Remove(past);
                break;
            case "council":
                Note("reopened", Own("actDate"));
                Note("councilFrom", Own("actDate"));
                AtOnce("council");
                break;
            case "secondCall":
                Note("councilFrom", Own("sittingOn"));
                break;
            case "partnerAct":
                Note("partnerFrom", Own("actDate"));
                if (outcome is "amended" or "rejected")
                    Note("reopened", Latest(this["giunta.actDate"], Own("actDate")));
                break;
            case "publishOnAlbo":
                Note(Subject == "publishGiunta" ? "giunta.startedOn" : "council.startedOn", Own("startedOn"));
                break;
            case "recordNotice":
                foreach (var recipient in (string[])["DARA", "MAECI", "REGIONE"])
                    Sent(recipient);
                break;
            case "correctAddress":
                Sent(Subject);
                break;
            case "recordDelivery" when outcome == "delivered":
                Note("delivered." + Subject, Own("deliveredOn"));
                Window();
                break;
            case "clearance" when !ClearanceWaits:
                Note("window", Own("receivedOn"));
                break;
            case "partnerRevokes":
                Note("reopened", Latest(this["giunta.actDate"], Own("actDate")));
                break;
            case "furtherDelegationNotice":
                Note("signingFrom", Latest(this["signingFrom"], Own("sentOn")));
                break;
            case "textReopened":
                Note("reopened", Own("requestedOn"));
                break;
            case "delegationNotice":
                Note("signingFrom", Latest(this["signingFrom"], Own("sentOn")));
                break;
            case "confirmSignatory":
                Note("signingFrom", Latest(this["signingFrom"], Own("confirmedOn")));
                break;
            case "classifyObservation" when outcome == "clearance":
                if (Around["from"] is DataValue.Text(var from))
                    Note("cleared." + from, Started("receivedOn"));
                Window();
                Note("signingFrom", Latest(this["signingFrom"], Today));
                break;
            case "formalAmendment":
            case "foreignPolicyConflict" when outcome == "resolved":
            case "decideLate" when outcome == "goOn":
            case "decideAfter":
            case "classifyObservation" when outcome == "superseded":
                Note("signingFrom", Latest(this["signingFrom"], Today));
                break;
            case "classifyObservation" when outcome == "substantive":
            case "foreignPolicyConflict" when outcome == "revise":
                Note("reopened", Latest(this["giunta.actDate"], Started("receivedOn")));
                break;
        }
    }

    /// <summary>
    /// The day from which the term is over: that on which both had cleared, else the one after its last day. Both need the
    /// deliveries.
    /// </summary>
    private void Window()
    {
        if (this["delivered.DARA"] is not { } dara || this["delivered.MAECI"] is not { } maeci)
            return;
        Note(
            "window",
            !ClearanceWaits
            && Latest(this["cleared.DARA"], this["recordNotice.protocolDate"]) == this["cleared.DARA"]
            && Latest(this["cleared.MAECI"], this["recordNotice.protocolDate"]) == this["cleared.MAECI"]
            && this["cleared.DARA"] is { } first
            && this["cleared.MAECI"] is { } second
                ? Latest(first, second)
                : thirtyDays(LocalDate.Max(dara, maeci)).PlusDays(1)
        );
    }

    private void AtOnce(string act)
    {
        if (Fields.GetValueOrDefault("immediatelyEnforceable") is DataValue.Flag { Value: true })
            immediate.Add(act);
        else
            immediate.Remove(act);
    }

    private void Sent(string recipient)
    {
        Note("protocol." + recipient, Own("protocolDate"));
    }

    private void Note(string name, LocalDate? day)
    {
        if (day is { } known)
            dates[name] = known;
    }
}
