using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests;

/// <summary>What holds of every state after every step, whatever the process.</summary>
internal static class Invariants
{
    public static void Check(ProcessDefinition definition, ProcessState state)
    {
        if (state.Status is not (ProcessStatus.Running or ProcessStatus.New))
        {
            Assert.Empty(state.Elements);
            Assert.Empty(state.Timers);
            Assert.Empty(state.Messages);
            Assert.Empty(state.Signals);
            Assert.Empty(state.Incidents);
            Assert.Equal([ProcessState.RootScope], state.Scopes.Keys);
            Assert.Empty(state.Scopes[ProcessState.RootScope].Children);
            Assert.Empty(state.Scopes[ProcessState.RootScope].Joins);
            Assert.Empty(state.Scopes[ProcessState.RootScope].Owned);
            return;
        }
        var troubled = state.Incidents.Values.Select(i => i.Element).ToHashSet();
        foreach (var element in state.Elements.Values)
        {
            Assert.True(definition.Nodes.ContainsKey(element.Node));
            Assert.True(state.Scopes[element.Scope].Children.Contains(element.Id), $"{element.Node} hangs in no scope");
            Assert.True(element.Phase is ElementPhase.Active or ElementPhase.Stopped);
            if (element.Phase == ElementPhase.Stopped)
                Assert.True(troubled.Contains(element.Id), $"{element.Node} is stopped without an incident");
            foreach (var owned in element.Owned)
                Assert.True(
                    state.Timers.ContainsKey(owned)
                        || state.Messages.ContainsKey(owned)
                        || state.Signals.ContainsKey(owned),
                    $"{owned} is gone"
                );
        }
        foreach (var scope in state.Scopes.Values)
        {
            Assert.True(scope.Id == ProcessState.RootScope || state.Elements.ContainsKey(scope.Id));
            Assert.True(scope.Children.All(state.Elements.ContainsKey), "a child is gone");
            foreach (var join in scope.Joins.Values)
                Assert.True(join.Count > 0 && join.Values.All(static n => n > 0), "a join counts nothing");
            // a scope in which nothing is left has ended, unless tokens are stuck at a join, which an incident tells
            if (scope.Children.IsEmpty && scope.Id != ProcessState.RootScope)
                Assert.True(troubled.Contains(scope.Id), $"{scope.Node} is empty and goes on");
        }
        foreach (
            var wait in state
                .Timers.Values.Select(t => (t.Id, t.Element))
                .Concat(state.Messages.Values.Select(m => (m.Id, m.Element)))
                .Concat(state.Signals.Values.Select(s => (s.Id, s.Element)))
        )
        {
            var owned = state.Elements.TryGetValue(wait.Element, out var element)
                ? element.Owned
                : state.Scopes[wait.Element].Owned;
            Assert.Single(owned, wait.Id);
        }
        foreach (var incident in state.Incidents.Values)
            Assert.True(state.Elements.ContainsKey(incident.Element) || state.Scopes.ContainsKey(incident.Element));
        if (state.Status != ProcessStatus.Running)
            return;
        // it waits for something: where a token rests somebody can make it go on
        Assert.True(state.Incidents.Count > 0 || state.Elements.Count > 0, "it runs and nothing is in it");
        foreach (var element in state.Elements.Values.Where(e => !state.Scopes.ContainsKey(e.Id)))
            Assert.True(
                definition.Node(element.Node) is UserTask or ServiceTask or ScriptTask
                    || element.Owned.Length > 0
                    || troubled.Contains(element.Id),
                $"{element.Node} waits for nothing"
            );
    }
}
