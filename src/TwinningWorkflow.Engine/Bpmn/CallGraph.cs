using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Which processes of a file call which: the one that runs is the executable one that no other calls.</summary>
internal sealed class CallGraph(Reading reading, XElement root)
{
    private static readonly XName Process = Reading.Bpmn + "process";
    private static readonly XName Call = Reading.Bpmn + "callActivity";

    private readonly List<XElement> processes = [.. root.Elements(Process)];

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

    /// <summary>What a process calls, and what that calls, each once, before whatever calls it.</summary>
    public IReadOnlyList<XElement> CalledFrom(XElement main)
    {
        var order = new List<XElement>();
        Follow(main, [], order);
        order.Remove(main);
        return order;
    }

    /// <summary>The path is as long as there are processes at most: one that is on it already is told and not followed.</summary>
    private void Follow(XElement process, List<XElement> path, List<XElement> order)
    {
        path.Add(process);
        foreach (var call in process.Descendants(Call))
        {
            var called = processes.Find(p => IdOf(p) == CallReader.CalledBy(call) && IdOf(p).Length > 0);
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
            else if (path.Contains(called))
                reading.Refuse(
                    call,
                    "call-recursion",
                    $"Expected no process to call itself, but '{IdOf(called)}' does, by itself or through others.",
                    "Draw a loop instead."
                );
            else if (!order.Contains(called))
                Follow(called, path, order);
        }
        path.RemoveAt(path.Count - 1);
        order.Add(process);
    }

    private static string IdOf(XElement process) => Reading.Text(process, "id");
}
