using System.Collections.Immutable;
using NodaTime.Text;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Retold;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>
/// What a person recorded is corrected, without an incident. Only what has a value can be: what is missing is for its own step
/// to bring. A correction makes the record what it would be, had the value been right when it was recorded: so it is held to the
/// bounds that its step had then, what was computed from it is computed again, and one by which the process would have gone
/// another way is refused.
/// </summary>
internal sealed class RecordCorrections
{
    /// <summary>For each value the past is told once more, to know whether it is the one: of more than these all are named.</summary>
    private const int MostAsked = 8;

    private readonly Step step;
    private readonly CorrectData command;
    private readonly Recordings recordings;
    private readonly ImmutableArray<RecordedVariable> found;
    private readonly List<FieldProblem> problems;
    private readonly ImmutableDictionary<Place, ImmutableArray<RecordedVariable>> places;
    private Retelling? retelling;

    private RecordCorrections(
        Step step,
        CorrectData command,
        ImmutableArray<RecordedVariable> found,
        List<FieldProblem> problems
    )
    {
        this.step = step;
        this.command = command;
        this.found = found;
        this.problems = problems;
        recordings = Recordings.In(step.Definition, step.Past);
        places = found
            .Where(x => recordings.Of(x.Scope, x.Variable.Name) is not null)
            .GroupBy(x => recordings.Of(x.Scope, x.Variable.Name)!.Value)
            .ToImmutableDictionary(static x => x.Key, static x => x.ToImmutableArray());
    }

    /// <summary>Why it cannot be; null when it can, and then <paramref name="corrections"/> knows what follows.</summary>
    public static Decision.Rejected? Request(Step step, CorrectData command, out RecordCorrections? corrections)
    {
        corrections = null;
        if (!step.State.Scopes.TryGetValue(command.Scope, out var scope))
            return Refusal.Of(
                RejectionCode.ElementNotActive,
                $"Expected scope {command.Scope} to be open, but it is not."
            );
        var named = command
            .Values.Keys.Union(command.Emptied)
            .Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Found: RecordedData.In(step.Definition, step.State, scope, name)))
            .ToList();
        if (
            command.OwnStepsOnly
            && named.Exists(x => x.Found is { } found && (found.Role.Length == 0 || found.Role != command.Actor.Role))
        )
            return Refusal.Of(
                RejectionCode.NotYours,
                $"Expected what steps of role '{command.Actor.Role}' recorded, but some of it is of another's."
            );
        var known = named.Where(static x => x.Found is not null).Select(static x => x.Name);
        if (Corrections.NotByThem(step, known) is { } barred)
            return barred;
        var wrong = named.Where(x => x.Found is null).Select(x => Unrecorded(step, scope, x.Name)).ToList();
        var recorded = named.Select(static x => x.Found).OfType<RecordedVariable>().ToImmutableArray();
        var changed = recorded.Where(x => IsChangedMeanwhile(command, x)).ToList();
        wrong.AddRange(changed.Select(x => new FieldProblem(x.Variable.Name, FieldProblemCode.ChangedMeanwhile)));
        corrections = new RecordCorrections(step, command, [.. recorded.Except(changed)], wrong);
        corrections.Retell();
        return wrong.Count == 0
            ? null
            : Refusal.Of(
                RejectionCode.InvalidFields,
                $"Expected values of variables that were recorded, as their fields have them, but {wrong.Count} are not.",
                [.. wrong.OrderBy(static p => p.Field, StringComparer.Ordinal)]
            );
    }

    /// <summary>After the correction: what was computed from it is computed again.</summary>
    public Decision.Rejected? Follow()
    {
        var (was, would) = (retelling!.Was.State, retelling.Would.State);
        var later = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, scope) in step.State.Scopes)
        {
            var left = retelling
                .Would.Unsure.Where(x => x.Scope == id && scope.Data.ContainsKey(x.Name))
                .Select(static x => x.Name)
                .Order(StringComparer.Ordinal)
                .ToImmutableArray();
            var before = ImmutableDictionary.CreateBuilder<string, DataValue>();
            var after = ImmutableDictionary.CreateBuilder<string, DataValue>();
            foreach (var name in was.Scopes[id].Data.Keys.Union(would.Scopes[id].Data.Keys))
            {
                var right = would.Scopes[id].Data.GetValueOrDefault(name);
                var now = scope.Data.GetValueOrDefault(name);
                if (Equals(was.Scopes[id].Data.GetValueOrDefault(name), right) || Equals(now, right))
                    continue;
                if (now is not null)
                    before[name] = now;
                if (right is not null)
                    after[name] = right;
                if (right is DataValue.Date(var day) && day > step.Today)
                    later.Add(name);
            }
            if (before.Count > 0 || after.Count > 0 || !left.IsEmpty)
                step.Emit(new DataRecomputed(id, before.ToImmutable(), after.ToImmutable(), left));
        }
        if (retelling.Running is not [var first, ..] || IsWaitedFor(later))
            return null;
        var last = LocalDatePattern.Iso.Format(first.Term.Last);
        return Refusal.Of(
            RejectionCode.InvalidFields,
            $"Expected a term that is over by the new value too, but '{first.Node}' would run until {last}.",
            [.. found.Select(x => new FieldProblem(x.Variable.Name, FieldProblemCode.TermStillRuns, last))]
        );
    }

    /// <summary>Does a gate, by now, wait for a day that is to come, and is there a step that has to pass it still?</summary>
    private bool IsWaitedFor(HashSet<string> later)
    {
        if (later.Count == 0)
            return false;
        var asked = StillToCome
            .In(step.Definition, step.State)
            .Select(step.Definition.FormOf)
            .OfType<StepForm>()
            .Select(static form => form.Gate)
            .ToHashSet(StringComparer.Ordinal);
        return step.Definition.Gates.Values.Any(gate =>
            asked.Contains(gate.Id)
            && ProcessEngine
                .Findings(step.Definition, step.State, gate, step.Command.At)
                .Any(x => x.Closes && x.Condition.When.Reads.Any(later.Contains))
        );
    }

    private static bool IsChangedMeanwhile(CorrectData command, RecordedVariable found) =>
        command.Seen.TryGetValue(found.Variable.Name, out var seen) && !seen.Equals(found.Variable.Value);

    private static FieldProblem Unrecorded(Step step, Scope scope, string name) =>
        new(
            name,
            KnownName.Of(step.Definition, step.State, scope.Id, name) is { Type: DataType.Personal }
                ? FieldProblemCode.Personal
                : FieldProblemCode.NotRecorded
        );

    private void Retell()
    {
        retelling = Retelling.Of(step, recordings, Values(found), Judge);
        if (problems.Count > 0 || retelling.Partings.Count == 0)
            return;
        // of several that are corrected together not each has to be the one by which it parts
        var changed = found.RemoveAll(x => x.Variable.Value!.Equals(command.Values.GetValueOrDefault(x.Variable.Name)));
        var blamed = changed.Length > MostAsked ? changed : changed.RemoveAll(x => Partings([x]).Count == 0);
        var (code, argument) = retelling.Partings[0];
        problems.AddRange(
            (blamed.IsEmpty ? found : blamed).Select(x => new FieldProblem(x.Variable.Name, code, argument))
        );
    }

    private IReadOnlyList<Parting> Partings(ImmutableArray<RecordedVariable> some) =>
        found.Length == 1 ? retelling!.Partings : Retelling.Of(step, recordings, Values(some)).Partings;

    private ImmutableDictionary<Place, DataValue?> Values(ImmutableArray<RecordedVariable> some)
    {
        var values = ImmutableDictionary.CreateBuilder<Place, DataValue?>();
        foreach (var x in some)
            if (recordings.Of(x.Scope, x.Variable.Name) is { } place)
                values[place] = command.Values.GetValueOrDefault(x.Variable.Name);
        return values.ToImmutable();
    }

    /// <summary>What the step would have said that recorded some of it: by the bounds that it had then, and today's date.</summary>
    private void Judge(RecordedEvent recorded)
    {
        var here = places.Where(x => x.Key.Index == recorded.Index).ToList();
        var filled = FilledForm.Of(step.Definition, recorded.Would.State, recorded.After);
        foreach (var one in here.SelectMany(static x => x.Value))
            problems.AddRange(Problems(one, filled, recorded.Would));
        if (filled is not null)
            problems.AddRange(ProblemsBeside(here, filled, recorded));
    }

    private IEnumerable<FieldProblem> Problems(RecordedVariable found, FilledForm? filled, Telling then)
    {
        var name = found.Variable.Name;
        var field = found.Variable.Field!;
        if (command.Values.TryGetValue(name, out var value))
            return FormCheck.Problems(field, value, Seen(found, filled, then)).Select(p => p with { Field = name });
        return field.IsRequiredFor(filled?.Outcome ?? "") ? [new FieldProblem(name, FieldProblemCode.Required)] : [];
    }

    /// <summary>
    /// What the step would have said to the other values of the very form, by the date that it had then, and did not say to them
    /// beside the value that is corrected.
    /// </summary>
    private IEnumerable<FieldProblem> ProblemsBeside(
        List<KeyValuePair<Place, ImmutableArray<RecordedVariable>>> here,
        FilledForm filled,
        RecordedEvent recorded
    )
    {
        var said = FilledForm.Of(step.Definition, recorded.Was.State, recorded.Before) is { } before
            ? Problems(before, recorded.Was).Select(static p => (p.Field, p.Code)).ToHashSet()
            : [];
        return Problems(filled, recorded.Would)
            .Where(p => !here.Exists(x => x.Key.Key == p.Field) && !said.Contains((p.Field, p.Code)))
            .SelectMany(p => Blamed(here, filled, p.Field), (p, name) => (p.Field, Name: name))
            .Distinct()
            .Select(x => new FieldProblem(x.Name, FieldProblemCode.OtherField, $"{filled.Node}.{x.Field}"));
    }

    private static ImmutableArray<FieldProblem> Problems(FilledForm filled, Telling then) =>
        FormCheck.Problems(
            filled.Node,
            filled.Form,
            filled.Outcome,
            filled.Fields,
            then.Seen(filled.Scope, filled.Item)
        );

    /// <summary>The variables that a field's bounds read; all, where they rest on what else is corrected.</summary>
    private static IEnumerable<string> Blamed(
        List<KeyValuePair<Place, ImmutableArray<RecordedVariable>>> here,
        FilledForm filled,
        string field
    )
    {
        var bounds = filled.Form.Field(field);
        var read = here.FindAll(x =>
            ((Expression?[])[bounds?.NotBefore, bounds?.NotAfter, bounds?.Differs]).Any(bound =>
                bound?.Reads.Contains($"{filled.Node}.{x.Key.Key}") == true
            )
        );
        return (read.Count > 0 ? read : here).SelectMany(static x => x.Value).Select(static x => x.Variable.Name);
    }

    /// <summary>What a bound reads: the very form as it is now, and all else as it stood when the form was filled in.</summary>
    private Func<string, DataValue?> Seen(RecordedVariable found, FilledForm? filled, Telling then)
    {
        var seen = filled is null ? then.Seen(found.Scope, found.Item) : then.Seen(filled.Scope, filled.Item);
        return name =>
            name == "today" ? DataValue.Of(step.Today)
            : filled is not null
            && Lookup.IsUnder(name, filled.Node)
            && filled.Form.Field(name[(filled.Node.Length + 1)..]) is { } own
                ? filled.Fields.GetValueOrDefault(own.Id)
            : seen(name);
    }
}
