using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Reading;

public sealed class IncidentWordsTests
{
    private static readonly string[] EngineCodes =
    [
        .. typeof(Incidents)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(static x => x.Name != nameof(Incidents.OnLeaving))
            .Select(static x => (string)x.GetRawConstantValue()!),
    ];

    [Theory]
    [InlineData("it")]
    [InlineData("en")]
    public void Every_code_that_is_raised_has_words_of_its_own_and_a_cure(string language)
    {
        string[] codes =
        [
            .. EngineCodes,
            "mail-address",
            "mail-bounced",
            "mail-gave-up",
            "mail-no-recipient",
            "mail-not-composed",
            "mail-not-planned",
            "mail-refused",
            "mail-uncertain",
            "role-vacant",
            "task-barred",
            "timer-failed",
            "kept-fact-refused",
            ReplayCheck.Code,
        ];

        In(
            language,
            words =>
            {
                Assert.DoesNotContain(codes, x => words.Of(x) == words.Of("unheard-of"));
                Assert.Equal(codes.Length, codes.Select(words.Of).Distinct().Count());
            }
        );
    }

    [Fact]
    public void What_failed_on_leaving_a_step_is_told_in_the_same_words() =>
        In(
            "it",
            words =>
            {
                Assert.Equal(words.Of(Incidents.NoFlow), words.Of(Incidents.OnLeaving + Incidents.NoFlow));
                Assert.Equal(words.CureOf(Incidents.NoFlow), words.CureOf(Incidents.OnLeaving + Incidents.NoFlow));
            }
        );

    private static void In(string language, Action<IncidentWords> read)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            var localizers = new ResourceManagerStringLocalizerFactory(
                Options.Create(new LocalizationOptions()),
                NullLoggerFactory.Instance
            );
            read(new IncidentWords(new StringLocalizer<IncidentText>(localizers)));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
