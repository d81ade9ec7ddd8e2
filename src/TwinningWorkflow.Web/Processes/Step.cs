using System.Collections.Immutable;
using TwinningWorkflow.Engine;
using TwinningWorkflow.History;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>One step inside a transaction: what is read, decided and written. It neither begins nor commits.</summary>
internal sealed class Step(WriteSession session, DefinitionCatalog catalog)
{
    private StepRows? rows;
    private bool kept;

    public WriteSession Session => session;

    /// <summary>True when there is something to commit.</summary>
    public bool Wrote => rows is not null || kept;

    /// <summary>To be rung after the commit.</summary>
    public Ring Ring => rows?.Ring ?? new Ring(Guid.Empty, BellParts.None, []);

    public async Task<StepResult> StartAsync(StartRequest request, CancellationToken cancel)
    {
        var command = new StartProcess(
            request.At,
            request.Actor,
            request.Instance.ToString("D"),
            request.Data,
            request.Message
        )
        {
            Reason = request.Reason,
        };
        // the fresh id is no part of what was asked
        var asked = $"{request.Authority}/{request.Dossier:D}/{request.ProcessId}";
        var answers = new Answers(
            session,
            request.Actor.Account,
            request.IdempotencyKey,
            () => request.RequestHash ?? StoredAnswer.HashOf(asked, command with { InstanceId = "" })
        );
        AuthorityCalendar? calendar = null;
        session.AddQuery(
            row => calendar = AuthorityCalendar.Of(row.GetString(0)),
            """
            SELECT a.calendar FROM dossiers d JOIN authorities a ON a.id = d.authority_id
            WHERE d.id = $1 AND d.authority_id = $2
            """
                // a calendar that changes now would not find this process among those whose terms it moves
                + session.ForShare("a"),
            request.Dossier,
            request.Authority
        );
        var chosen = ProcessChoices.Read(session, request.Authority, request.ProcessId);
        answers.Look();
        await session.SendAsync(cancel);
        if (answers.Given() is { } given)
            return given;
        if (calendar is null || catalog.Latest(request.ProcessId) is not { } latest)
            return new StepResult.NotFound();

        var target = new StepTarget(
            request.Instance,
            request.Authority,
            request.Dossier,
            latest.Definition,
            calendar,
            ProcessState.Empty,
            HashChain.Origin.ToArray()
        );
        command = command with { Data = ProcessChoices.Given(command.Data, latest.Definition, chosen) };
        return await DecideAsync(target, command, answers, StepAttachments.None, cancel);
    }

    public async Task<StepResult> RunAsync(StepRequest request, CancellationToken cancel)
    {
        var command = request.Command;
        var asked = $"{request.Authority}/{request.Instance:D}";
        var answers = new Answers(
            session,
            command.Actor.Account,
            request.IdempotencyKey,
            () => request.RequestHash ?? StoredAnswer.HashOf(asked, command)
        );
        var lockedRow = InstanceLock.Take(session, request.Instance);
        // after the lock: whoever held it may just have answered this very request
        answers.Look();
        await session.SendAsync(cancel);
        if (answers.Given() is { } given)
            return given;
        return lockedRow.Value is { } row && row.Authority == request.Authority
            ? await DecideAsync(row.ToTarget(catalog), command, answers, request.Attachments, cancel)
            : new StepResult.NotFound();
    }

    /// <summary>What a command would bring about now. Nothing is written and nothing locked.</summary>
    public async Task<StepResult> ForeseeAsync(StepRequest request, CancellationToken cancel)
    {
        var seen = InstanceLock.Look(session, request.Instance);
        await session.SendAsync(cancel);
        if (seen.Value is not { } row || row.Authority != request.Authority)
            return new StepResult.NotFound();
        return await DecideAsync(row.ToTarget(catalog), request.Command, cancel) switch
        {
            Decision.Accepted accepted => new StepResult.Foreseen(accepted.Events, accepted.State),
            Decision.Rejected refused => new StepResult.Refused(refused.Code, refused.Message, refused.Problems),
            var other => throw new InvalidOperationException($"Expected a decision, but got {other.GetType().Name}."),
        };
    }

    private async Task<Decision> DecideAsync(StepTarget target, Command command, CancellationToken cancel) =>
        ProcessEngine.Decide(
            target.Definition,
            target.State,
            command,
            target.Calendar.Terms,
            ProcessEngine.NeedsPast(command) ? await PastAsync(target, cancel) : null
        );

    /// <summary>All that has happened up to the state: without the instance's lock more may have come meanwhile.</summary>
    private async Task<IReadOnlyList<PastEvent>> PastAsync(StepTarget target, CancellationToken cancel)
    {
        var past = new List<PastEvent>();
        session.AddQuery(
            row =>
            {
                var entry = Envelope.Read(row.GetFieldValue<byte[]>(0));
                past.Add(new PastEvent(entry.At, entry.Event!));
            },
            "SELECT body FROM journal WHERE stream = $1 AND authority_id = $2 AND sequence <= $3 ORDER BY sequence",
            Journal.OfInstance(target.Instance),
            target.Authority,
            target.State.Sequence
        );
        await session.SendAsync(cancel);
        return past;
    }

    private async Task<StepResult> DecideAsync(
        StepTarget target,
        Command command,
        Answers answers,
        StepAttachments attachments,
        CancellationToken cancel
    )
    {
        var decision = await DecideAsync(target, command, cancel);
        switch (decision)
        {
            case Decision.Rejected { Code: RejectionCode.NobodyWaits } when command is ReceiveMessage message:
                var inbox = await EarlyFacts.KeepAsync(session, target, message, cancel);
                AttachmentRows.Add(session, target.Authority, target.Dossier, attachments);
                answers.Give(new StoredAnswer(target.Instance, Inbox: inbox));
                kept = true;
                return new StepResult.Kept(inbox);
            case Decision.Rejected rejected:
                return new StepResult.Refused(rejected.Code, rejected.Message, rejected.Problems);
        }

        var commands = new List<AcceptedCommand> { new(command, target.State, (Decision.Accepted)decision) };
        if (commands[0].Decision.Events.Any(e => e is MessageAwaited))
            await EarlyFacts.MatchAsync(session, target, commands, cancel);
        var after = commands[^1].Decision.State;

        rows = new StepRows(session, target);
        rows.Write(commands);
        if (after.Status != ProcessStatus.Running)
            await EarlyFacts.GiveUpAsync(session, target, command, cancel);
        AttachmentRows.Add(session, target.Authority, target.Dossier, attachments);
        answers.Give(new StoredAnswer(target.Instance, after.Sequence));
        return new StepResult.Done(target.Instance, after.Sequence);
    }
}
