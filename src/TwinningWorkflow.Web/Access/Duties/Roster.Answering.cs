using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access.Duties;

public sealed partial class Roster
{
    private Dictionary<Guid, Person> people = [];
    private Dictionary<string, Department> departments = [];

    /// <summary>Names and addresses by id.</summary>
    public IReadOnlyDictionary<Guid, Person> People => people;

    /// <summary>
    /// Who is to be told of a task, without superiors unless nobody else could do anything. Empty when nobody may do it.
    /// </summary>
    /// <param name="role">The task's.</param>
    /// <param name="assignee">Who has it; null: it is everybody's who holds the role.</param>
    /// <param name="eyes">Whom four eyes keep from it.</param>
    public IReadOnlyList<Answerable> Answering(string role, Guid? assignee, FourEyes eyes)
    {
        if (assignee is { } has && people.ContainsKey(has) && !gone.Contains(has) && MayDo(has, role, eyes))
            return OfAssignee(role, has, eyes);
        var answering = new Dictionary<Guid, Answerable>();
        // who is barred is not told, and neither is who would act for them
        foreach (var holder in holdersOf[role].Where(x => people.ContainsKey(x) && eyes.Allow(x)))
            if (AbsenceOf(holder, role) is { } absence)
            {
                if (DeputyIn(absence, role, eyes) is { } deputy)
                    answering.TryAdd(deputy, new Answerable(people[deputy], Duty.Deputy, people[holder]));
            }
            else if (!gone.Contains(holder))
                answering[holder] = new Answerable(people[holder], Duty.Holder);
        if (IsVacant(role))
            foreach (var vacancy in vacancies.Where(x => x.Role == role))
                if (DeputyIn(vacancy, role, eyes) is { } deputy)
                    answering.TryAdd(deputy, new Answerable(people[deputy], Duty.Deputy));
        // whoever may do it is told, absent or not, before nobody is
        if (answering.Count == 0 && role.Length > 0)
        {
            var last = WhoMayDo(role, eyes).Select(x => LastOf(x, role, eyes)).ToList();
            foreach (var one in last.Exists(IsHolder) ? last.FindAll(IsHolder) : last)
                answering[one.Person.Id] = one;
        }
        return [.. answering.Values.OrderBy(x => x.Person.Id)];
    }

    private static bool IsHolder(Answerable one) => one.Duty == Duty.Holder;

    private Answerable LastOf(Person person, string role, FourEyes eyes)
    {
        var way = HeldBy(person.Id).First(x => x.Role == role && eyes.Allow(person.Id, x.OnBehalfOf));
        return way.AsDeputy
            ? new Answerable(person, Duty.Deputy, way.OnBehalfOf is { } of ? people.GetValueOrDefault(of) : null)
            : new Answerable(person, Duty.Holder);
    }

    /// <summary>
    /// The superiors of whose task it is: of the assignee, else of all who hold the role. Level 1 is the head of their department,
    /// or who stands above a head; each level more climbs once more. Empty where the chain ends before.
    /// </summary>
    public IReadOnlyList<Answerable> Superiors(string role, Guid? assignee, int level)
    {
        var found = new Dictionary<Guid, Answerable>();
        foreach (var person in assignee is { } one && people.ContainsKey(one) ? [one] : holdersOf[role])
            if (
                people.TryGetValue(person, out var below) && HeadsAbove(below).ElementAtOrDefault(level - 1) is { } head
            )
            {
                var told = InPlaceOf(head, role) ?? head;
                if (told.Id != person)
                    found.TryAdd(
                        told.Id,
                        new Answerable(told, Duty.Superior, below, level) { InPlaceOf = told == head ? null : head }
                    );
            }
        return [.. found.Values.OrderBy(x => x.Person.Id)];
    }

    /// <summary>Does one person head a department at or above another's, or replace who does?</summary>
    /// <param name="superior">The one.</param>
    /// <param name="person">The other.</param>
    /// <param name="role">The role of the task that it is about.</param>
    public bool StandsAbove(Guid superior, Guid person, string role) =>
        superior != person
        && people.TryGetValue(person, out var below)
        && HeadsAbove(below).Any(head => head.Id == superior || InPlaceOf(head, role)?.Id == superior);

    /// <summary>Who replaces a head that is absent as head, and not in one of their roles alone; null when nobody does.</summary>
    private Person? InPlaceOf(Person head, string role) =>
        absencesOf[head.Id].FirstOrDefault(x => x.Role.Length == 0) is { } absence
        && DeputyIn(absence, role, FourEyes.None) is { } deputy
            ? people[deputy]
            : null;

    /// <summary>May somebody act in others' places: they can sign in, and audit nothing?</summary>
    public bool MayReplace(Guid person) => people.ContainsKey(person) && !gone.Contains(person) && MayStandIn(person);

    /// <summary>Those who may act in a person's place, by name.</summary>
    public IEnumerable<Person> WhoMayReplace(Guid? person) =>
        people
            .Values.Where(x => x.Id != person && MayReplace(x.Id))
            .OrderBy(x => x.Name, StringComparer.CurrentCulture);

    /// <summary>The roles of a person that nobody else would hold, had they none.</summary>
    public IEnumerable<string> LeftBy(Guid person) =>
        rolesOf[person].Where(role => holdersOf[role].All(x => x == person || gone.Contains(x)));

    /// <summary>Those who may do a task of a role today, themselves or as deputies, by name.</summary>
    public IEnumerable<Person> WhoMayDo(string role, FourEyes eyes) =>
        people
            .Values.Where(x => !gone.Contains(x.Id) && MayDo(x.Id, role, eyes))
            .OrderBy(x => x.Name, StringComparer.CurrentCulture);

    /// <summary>Who holds a role today, by name; of those who are absent until when and who replaces them.</summary>
    public IReadOnlyList<RoleHolder> HoldersOf(string role) =>
        [
            .. holdersOf[role]
                .Where(x => people.ContainsKey(x) && !gone.Contains(x))
                .Select(x => Holder(people[x], AbsenceOf(x, role), role))
                .OrderBy(x => x.Person.Name, StringComparer.CurrentCulture),
            .. vacancies
                .Where(x => x.Role == role && IsVacant(role))
                .Select(x => DeputyIn(x, role, FourEyes.None))
                .OfType<Guid>()
                .Select(x => new RoleHolder(people[x], null, null) { Vacant = true }),
        ];

    private RoleHolder Holder(Person person, Absence? absence, string role) =>
        new(
            person,
            absence?.ValidTo,
            absence is not null && DeputyIn(absence, role, FourEyes.None) is { } deputy ? people[deputy] : null
        );

    private IReadOnlyList<Answerable> OfAssignee(string role, Guid assignee, FourEyes eyes)
    {
        var person = people[assignee];
        if (AbsenceOf(assignee, role) is not { } absence)
            return [new Answerable(person, Duty.Holder)];
        // what they have only in another's place, nobody does in theirs
        if (DeputyIn(absence, role, eyes) is { } deputy && Replaces(deputy, assignee, role))
            return [new Answerable(people[deputy], Duty.Deputy, person)];
        // nobody else may do it, and who is above may give it to somebody who can
        return [new Answerable(person, Duty.Holder), .. Superiors(role, assignee, level: 1)];
    }

    /// <summary>The heads above a person, nearest first. Who cannot sign in is passed over; a ring of departments ends where it closes.</summary>
    private IEnumerable<Person> HeadsAbove(Person person)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var told = new HashSet<Guid> { person.Id };
        for (
            var name = person.Department;
            name is not null && seen.Add(name) && departments.TryGetValue(name, out var department);
            name = department.Above
        )
            if (
                department.HeadId is { } head
                && !gone.Contains(head)
                && people.TryGetValue(head, out var found)
                && told.Add(head)
            )
                yield return found;
    }

    private Absence? AbsenceOf(Guid person, string role) =>
        absencesOf[person].FirstOrDefault(x => x.Role.Length == 0 || x.Role == role);

    /// <summary>The deputy of an absence who can be reached: not one who is away as well, or is barred.</summary>
    private Guid? DeputyIn(Absence absence, string role, FourEyes eyes) =>
        absence.DeputyId is { } deputy
        && eyes.Allow(deputy)
        && people.ContainsKey(deputy)
        && !gone.Contains(deputy)
        && HeldRoles.MayBeCovered(role)
        && MayStandIn(deputy)
        && AbsenceOf(deputy, role) is null
            ? deputy
            : null;
}
