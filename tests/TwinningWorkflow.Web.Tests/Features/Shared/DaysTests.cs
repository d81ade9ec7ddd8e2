using System.Globalization;
using NodaTime;
using TwinningWorkflow.Web.Features.Shared;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Shared;

public sealed class DaysTests
{
    [Theory]
    [InlineData("it", 1, "1° gennaio 2023", "domenica 1° gennaio 2023")]
    [InlineData("it", 11, "11 gennaio 2023", "mercoledì 11 gennaio 2023")]
    [InlineData("it", 21, "21 gennaio 2023", "sabato 21 gennaio 2023")]
    [InlineData("en", 1, "1 January 2023", "Sunday 1 January 2023")]
    public void A_day_is_written_as_its_language_writes_it(string language, int day, string plain, string weekday)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);
        var date = new LocalDate(2023, 1, day);

        Assert.Equal((plain, weekday), (Days.Long(date), Days.WithWeekday(date)));
    }

    [Theory]
    [InlineData("it", "aperto il 8 marzo 2023", "aperto l'8 marzo 2023")]
    [InlineData("it", "dal 11 marzo 2023 al 8 aprile 2023", "dall'11 marzo 2023 all'8 aprile 2023")]
    [InlineData("it", "Segreteria, fino al 18 marzo 2023", "Segreteria, fino al 18 marzo 2023")]
    [InlineData("it", "dal 1° marzo 2023, del 8/2022", "dal 1° marzo 2023, del 8/2022")]
    [InlineData("it", "nel canal 8 marzo", "nel canal 8 marzo")]
    [InlineData("en", "il 8 marzo", "il 8 marzo")]
    public void Words_before_a_day_bend_in_Italian_alone(string language, string sentence, string bent)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(bent, Days.Bent(sentence));
    }
}
