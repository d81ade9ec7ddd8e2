using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Tests.Replay;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Proofs;

using Answer = Replay.Answer;

/// <summary>One dossier's way from its opening to the register, through a node that may die at any step of it.</summary>
internal sealed class Walk
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<(PreparedAct Act, string Key, Answer Answer)> taken = [];

    private Walk() { }

    public Guid Dossier { get; private set; }
    public Guid Instance { get; private set; }

    /// <summary>Walks it. Every request has a key of its own, and what is sent again is the same request under the same key.</summary>
    public static async Task<Walk> ToTheEndAsync(Town town, MortalNode node, string name)
    {
        var walk = new Walk();
        var dossier = await node.ActAsync(async life =>
        {
            var opening = BresciaKaunas.New(town, life);
            walk.taken.Add((opening.Opening, name, await opening.OpenAsync(name)));
            return opening;
        });
        (walk.Dossier, walk.Instance) = (dossier.Dossier, dossier.Instance);
        foreach (var (number, step) in BresciaKaunas.Acts.Index())
        {
            // the signature opens when the term for observations has been found to be over
            var act = await Until.HoldsAsync(
                () => node.AskAsync(life => dossier.On(life.Address).PrepareAsync(step)),
                act => act is not null,
                Patience
            );
            var key = $"{name}, act {number}";
            var answer = await node.ActAsync(life => act!.SendAsync(town, life.Address, key));
            answer.Expect(200);
            walk.taken.Add((act!, key, answer));
        }
        await Until.HoldsAsync(
            () => node.AskAsync(life => dossier.On(life.Address).StandingAsync()),
            standing => standing.GetProperty("process").GetProperty("status").GetString() == "completed",
            Patience
        );
        return walk;
    }

    /// <summary>Sends all its requests once more: each must be answered as it was.</summary>
    public async Task RepeatAsync(Town town, MortalNode node)
    {
        foreach (var (act, key, answer) in taken)
        {
            var again = await node.ActAsync(life => act.SendAsync(town, life.Address, key));
            Assert.Equal((answer.Status, answer.Body.GetRawText()), (again.Status, again.Body.GetRawText()));
        }
    }
}
