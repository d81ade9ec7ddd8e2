using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Which processes of a file call which: the one that runs is the executable one that no other calls.</summary>
internal sealed class CallGraph(Reading reading, XElement root)
{
    private static readonly XName Process = Reading.Bpmn + "process";
    private static readonly XName Call = Reading.Bpmn + "callActivity";

    private readonly List<XElement> processes = [.. root.Elements(Process)];
    private readonly ILookup<string, XElement> byId = root.Elements(Process).ToLookup(IdOf, StringComparer.Ordinal);
    private readonly HashSet<XElement> followed = [];

    /// <summary>The process that runs; several when that is not clear.</summary>
    /// <param name="named">The id of the one that is meant, or null.</param>
    public IReadOnlyList<XElement> Mains(string? named)
    {
        var executable = processes.FindAll(p => reading.Flag(p, "isExecutable", otherwise: processes.Count == 1));
        var called = processes.Descendants(Call).Select(CallReader.CalledBy).ToHashSet(StringComparer.Ordinal);
        var meant = executable.FindAll(p => named is null ? !called.Contains(IdOf(p)) : IdOf(p) == named);
        if (meant.Count == 1 && IdOf(meant[0]).Length > 0)
            return meant;
        reading.Refuse(
            root,
            "one-process",
            $"Expected one executable process with an id that no other calls, but there are {meant.Count}.",
            "Mark one process as executable and give it an id."
        );
        return executable.Count > 0 ? executable : processes;
    }

    /// <summary>
    /// What a process calls, and what that calls, each once, before whatever calls it; not what was the answer before. Null
    /// for a process that was.
    /// </summary>
    public IReadOnlyList<XElement>? CalledFrom(XElement main)
    {
        if (!followed.Add(main))
            return null;
        var order = new List<XElement>();
        // no recursion: a file may hold a longer path than the stack bears
        var path = new Stack<(XElement Process, IEnumerator<XElement> Calls)>();
        var around = new HashSet<XElement>();
        Enter(main);
        while (path.TryPeek(out var last))
        {
            if (last.Calls.MoveNext())
            {
                if (Called(last.Calls.Current, around) is { } called && followed.Add(called))
                    Enter(called);
                continue;
            }
            _ = path.Pop();
            _ = around.Remove(last.Process);
            order.Add(last.Process);
        }
        order.RemoveAt(order.Count - 1);
        return order;

        void Enter(XElement process)
        {
            path.Push((process, process.Descendants(Call).GetEnumerator()));
            _ = around.Add(process);
        }
    }

    /// <summary>The process that is called; null, and told, where none may be.</summary>
    private XElement? Called(XElement call, HashSet<XElement> around)
    {
        var called = CallReader.CalledBy(call) is { Length: > 0 } id ? byId[id].FirstOrDefault() : null;
        if (called is null)
            reading.Refuse(
                call,
                "called-element",
                $"Expected calledElement to name a process of this file, but '{CallReader.CalledBy(call)}' is none.",
                "Draw the process in the same file and name it by its id."
            );
        else if (!reading.Flag(called, "isExecutable", otherwise: true))
            reading.Refuse(
                call,
                "called-element",
                $"Expected an executable process to be called, but '{IdOf(called)}' says that it is none.",
                "Mark the called process as executable, or remove isExecutable."
            );
        else if (around.Contains(called))
            reading.Refuse(
                call,
                "call-recursion",
                $"Expected no process to call itself, but '{IdOf(called)}' does, by itself or through others.",
                "Draw a loop instead."
            );
        else
            return called;
        return null;
    }

    private static string IdOf(XElement process) => Reading.Text(process, "id");
}
