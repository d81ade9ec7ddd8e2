using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>
/// Recorded data are corrected. At an incident a value is corrected where it is held, seen from the incident, and a new one is
/// put where an assignment there would put it. Without one see <see cref="RecordCorrections"/>.
/// </summary>
internal static class Corrections
{
    public static Decision.Rejected? Request(Step step, CorrectData command)
    {
        if (Operations.NoReason(step) is { } refused)
            return refused;
        var emptied = command.Emptied.Except(command.Values.Keys).ToImmutableArray();
        var scope = command.Scope;
        RecordCorrections? recorded = null;
        if (command.IncidentId is { } id)
        {
            if (!step.State.Incidents.TryGetValue(id, out var incident))
                return Operations.NoIncident(id);
            if (NotByThem(step, command.Values.Keys.Concat(emptied)) is { } others)
                return others;
            scope = ScopeOf(step.State, incident);
            var problems = Problems(step, scope, command.Values, emptied);
            if (problems.Length > 0)
                return Refusal.Of(
                    RejectionCode.InvalidFields,
                    $"Expected values of variables that may be corrected, in their types, but {problems.Length} are not.",
                    problems
                );
        }
        else if (RecordCorrections.Request(step, command with { Emptied = emptied }, out recorded) is { } barred)
            return barred;
        var changes = Changes(step.Definition, step.State, scope, command.Values, emptied);
        if (changes.Count == 0)
            return Refusal.Of(
                RejectionCode.NothingChanges,
                "Expected a value that differs from the present one, but there is none."
            );
        foreach (var (holder, (before, after)) in changes)
        {
            var watched = Watched(step.Definition, before.Keys.Union(after.Keys));
            step.Emit(
                new DataCorrected(command.IncidentId ?? 0, holder, before.ToImmutable(), after.ToImmutable())
                {
                    Steps = watched,
                    DoneBy = watched is null ? null : command.Actor.Person,
                    DoneFor = watched is null ? null : command.Actor.OnBehalfOf,
                }
            );
        }
        return recorded?.Follow();
    }

    /// <summary>The steps behind some variables of which it is remembered who did them; null when there is none.</summary>
    private static ImmutableArray<string>? Watched(ProcessDefinition definition, IEnumerable<string> names)
    {
        var watched = names
            .Select(name => StepBehind(definition, name))
            .Where(definition.Watched.Contains)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToImmutableArray();
        return watched.IsEmpty ? null : watched;
    }

    /// <summary>The step that gave a variable, through whatever calls hand it on.</summary>
    public static string StepBehind(ProcessDefinition definition, string name) =>
        definition.OriginOf(name).Variable.Split('.')[0];

    /// <summary>
    /// Who may not do a step may not say afterwards what it recorded either. The product itself is nobody whose eyes count.
    /// </summary>
    public static Decision.Rejected? NotByThem(Step step, IEnumerable<string> names) =>
        step.Command.Actor.Role == Actor.SystemRole
            ? null
            : names
                .Order(StringComparer.Ordinal)
                .Select(name => step.Definition.Nodes.GetValueOrDefault(StepBehind(step.Definition, name)))
                .OfType<UserTask>()
                .Distinct()
                .Select(task => Assignments.Barred(step, task))
                .FirstOrDefault(static barred => barred is not null);

    /// <summary>The scope from which the incident's expressions look.</summary>
    public static long ScopeOf(ProcessState state, Incident incident) =>
        state.Scopes.ContainsKey(incident.Element) ? incident.Element : state.Elements[incident.Element].Scope;

    private static ImmutableArray<FieldProblem> Problems(
        Step step,
        long scope,
        ImmutableDictionary<string, DataValue> values,
        ImmutableArray<string> emptied
    ) =>
        [
            .. values
                .SelectMany(v => Problems(step, scope, v.Key, v.Value))
                .Concat(emptied.Select(name => WhenEmptied(step, scope, name)).OfType<FieldProblem>())
                .OrderBy(static p => p.Field, StringComparer.Ordinal),
        ];

    private static IEnumerable<FieldProblem> Problems(Step step, long scope, string name, DataValue value)
    {
        if (Barred(step, scope, name, out var known) is { } barred)
            return [barred];
        if (value.Type != known.Type)
            return [new FieldProblem(name, FieldProblemCode.WrongType, known.Type.ToString())];
        if (known.Field is { } field)
            return FormCheck.Problems(field, value, step.Variables(scope, "")).Select(p => p with { Field = name });
        return FormCheck.OutOfRange(name, value) is { } unheld ? [unheld] : [];
    }

    private static FieldProblem? WhenEmptied(Step step, long scope, string name) =>
        Barred(step, scope, name, out var known)
        ?? (known.Field is { Required: true } ? new FieldProblem(name, FieldProblemCode.Required) : null);

    private static FieldProblem? Barred(Step step, long scope, string name, out KnownName known)
    {
        var found = KnownName.Of(step.Definition, step.State, scope, name);
        known = found!;
        return found switch
        {
            null => new FieldProblem(name, FieldProblemCode.Unknown),
            { Type: DataType.Personal } => new FieldProblem(name, FieldProblemCode.Personal),
            _ => null,
        };
    }

    private sealed record Change(
        ImmutableDictionary<string, DataValue>.Builder Before,
        ImmutableDictionary<string, DataValue>.Builder After
    );

    /// <summary>By the scope that holds them; what is so already is left out.</summary>
    private static SortedDictionary<long, Change> Changes(
        ProcessDefinition definition,
        ProcessState state,
        long scope,
        ImmutableDictionary<string, DataValue> values,
        ImmutableArray<string> emptied
    )
    {
        var changes = new SortedDictionary<long, Change>();
        foreach (var (name, value) in values)
        {
            var holder = Lookup.HolderOf(definition, state, scope, name);
            var before = holder is { } held ? state.Scopes[held].Data[name] : null;
            if (value.Equals(before))
                continue;
            var change = ChangeIn(holder ?? Lookup.PlaceOf(definition, state, scope, name));
            change.After[name] = value;
            if (before is not null)
                change.Before[name] = before;
        }
        foreach (var name in emptied)
            if (Lookup.HolderOf(definition, state, scope, name) is { } holder)
                ChangeIn(holder).Before[name] = state.Scopes[holder].Data[name];
        return changes;

        Change ChangeIn(long holder)
        {
            if (!changes.TryGetValue(holder, out var change))
                changes[holder] = change = new Change(
                    ImmutableDictionary.CreateBuilder<string, DataValue>(),
                    ImmutableDictionary.CreateBuilder<string, DataValue>()
                );
            return change;
        }
    }
}
