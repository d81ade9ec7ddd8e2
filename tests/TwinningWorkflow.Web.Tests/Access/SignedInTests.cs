using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Access;

public sealed class SignedInTests
{
    private static readonly Guid Ada = Guid.NewGuid();
    private static readonly Guid Bea = Guid.NewGuid();

    /// <summary>Replaces two clerks and is none.</summary>
    private static readonly SignedIn Me = new(
        Guid.NewGuid(),
        Guid.NewGuid(),
        TestStore.Authority,
        [new HeldRole(Roles.Clerk, Ada) { AsDeputy = true }, new HeldRole(Roles.Clerk, Bea) { AsDeputy = true }]
    );

    [Fact]
    public void Of_several_ways_to_a_task_one_is_taken_that_four_eyes_allow()
    {
        Assert.Equal($"{Ada:D}", For(null));
        Assert.Equal($"{Bea:D}", For(null, Ada));
        // in the first it is refused, and said why
        Assert.Equal($"{Ada:D}", For(null, Ada, Bea));
    }

    [Fact]
    public void What_somebody_has_is_done_for_them_by_who_replaces_them()
    {
        Assert.Equal($"{Bea:D}", For(Bea));
        Assert.Null(Me.ForStep(Roles.Mayor, Bea, FourEyes.None));
    }

    private static string? For(Guid? assignee, params Guid[] barred) =>
        Me.ForStep(Roles.Clerk, assignee, FourEyes.Keeping(barred))?.OnBehalfOf;
}
