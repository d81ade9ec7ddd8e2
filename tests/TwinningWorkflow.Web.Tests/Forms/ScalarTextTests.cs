using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Forms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Forms;

public sealed class ScalarTextTests
{
    [Theory]
    [InlineData("1.250,00", 125_000)]
    [InlineData("1250.00", 125_000)]
    [InlineData("1.250", 125_000)]
    [InlineData("1250", 125_000)]
    [InlineData("€ 12,5", 1_250)]
    [InlineData("1,250.75", 125_075)]
    [InlineData("0,05", 5)]
    public void Money_is_read_as_people_write_it_in_either_language(string typed, long cents) =>
        Assert.Equal(DataValue.Of(cents), ScalarText.Read(FieldKind.Money, typed).Value);

    [Theory]
    [InlineData(FieldKind.Money, "dodici")]
    [InlineData(FieldKind.Money, "1,2,3")]
    [InlineData(FieldKind.Money, "1,255")]
    [InlineData(FieldKind.Integer, "1.5")]
    [InlineData(FieldKind.Integer, "99999999999999999999")]
    [InlineData(FieldKind.Date, "2022-02-30")]
    [InlineData(FieldKind.Date, "30 febbraio")]
    [InlineData(FieldKind.Flag, "banana")]
    [InlineData(FieldKind.Text, "a\0b")]
    [InlineData(FieldKind.LongText, "a\ud800b")]
    public void What_is_no_such_value_is_wrong(FieldKind kind, string typed) =>
        Assert.True(ScalarText.Read(kind, typed).IsWrong);

    [Theory]
    [InlineData("2022-12-20")]
    [InlineData("20/12/2022")]
    [InlineData(" 20/12/2022 ")]
    public void A_day_is_read_with_or_without_a_date_picker(string typed) =>
        Assert.Equal(DataValue.Of(new LocalDate(2022, 12, 20)), ScalarText.Read(FieldKind.Date, typed).Value);

    [Fact]
    public void A_program_sends_money_in_cents_and_no_text_for_a_number()
    {
        Assert.Equal(DataValue.Of(1_250), ScalarText.Read(FieldKind.Money, 1_250L).Value);
        Assert.True(ScalarText.Read(FieldKind.Integer, (object)"12").IsWrong);
        Assert.True(ScalarText.Read(FieldKind.Date, (object)"20/12/2022").IsWrong);
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    public void A_box_is_ticked_or_it_is_not(string posted, bool ticked) =>
        Assert.Equal(DataValue.Of(ticked), ScalarText.Read(FieldKind.Flag, posted).Value);

    [Fact]
    public void Blanks_alone_are_no_value() =>
        Assert.Equal(ScalarReading.Empty, ScalarText.Read(FieldKind.Text, "  \t "));
}
