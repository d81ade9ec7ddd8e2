using System.Globalization;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>How large a proof is: full size with <c>./test --slow</c>, else as large as an ordinary run can bear.</summary>
internal static class Pace
{
    public static T Of<T>(T ordinary, T slow) =>
        Environment.GetEnvironmentVariable("TWINNING_TEST_PACE") == "slow" ? slow : ordinary;

    /// <summary>The seed of a proof that draws lots: <c>TWINNING_TEST_SEED</c>, else another each time.</summary>
    public static int Seed() =>
        int.TryParse(
            Environment.GetEnvironmentVariable("TWINNING_TEST_SEED"),
            CultureInfo.InvariantCulture,
            out var given
        )
            ? given
            : Random.Shared.Next();
}
