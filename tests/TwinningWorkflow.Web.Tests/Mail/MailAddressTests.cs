using TwinningWorkflow.Web.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail;

public sealed class MailAddressTests
{
    [Theory]
    [InlineData("clerk@comune.test")]
    [InlineData("anna.rossi+gemellaggi@ufficio.comune.test")]
    public void One_address_is_valid(string address) => Assert.True(MailAddress.IsValid(address));

    [Theory]
    [InlineData("")]
    [InlineData("clerk")]
    [InlineData("clerk@")]
    [InlineData("@comune.test")]
    [InlineData("Anna <clerk@comune.test>")]
    [InlineData("clerk@comune.test, mayor@comune.test")]
    [InlineData("clerk@comune.test\r\nRCPT TO:<mayor@comune.test>")]
    [InlineData("clerk@comune.test ")]
    public void Anything_else_is_not(string address) => Assert.False(MailAddress.IsValid(address));

    [Fact]
    public void One_line_keeps_letters_and_drops_breaks_and_marks_that_turn_the_writing()
    {
        Assert.Equal("Città di Brescia fdp.exe", MailAddress.OneLine("Città\r\n di\tBrescia \u202Efdp.exe\u202C"));
    }
}
