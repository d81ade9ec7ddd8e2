using NodaTime;
using TwinningWorkflow.Web.Features.Shared;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Shared;

public sealed class DueTagHelperTests
{
    [Theory]
    [InlineData("it", 8, "due-late", "in ritardo di un giorno")]
    [InlineData("it", 6, "due-late", "in ritardo di 3 giorni")]
    [InlineData("it", 9, "due-today", "scade oggi")]
    [InlineData("it", 10, "due-soon", "scade domani")]
    [InlineData("it", 16, "due-soon", "fra 7 giorni")]
    [InlineData("it", 17, "due-later", "fra 8 giorni")]
    [InlineData("en", 6, "due-late", "3 days late")]
    [InlineData("en", 10, "due-soon", "due tomorrow")]
    public async Task A_deadline_says_in_words_how_far_it_is(string language, int day, string css, string words)
    {
        var page = new TagHelperRendering(language);

        var html = await TagHelperRendering.RenderAsync(
            new DueTagHelper(page.Shell, page.Text) { On = new LocalDate(2022, 12, day) }
        );

        Assert.Contains($"class=\"due {css}\"", html);
        Assert.Contains(words, html);
    }

    [Fact]
    public async Task A_deadline_is_readable_by_machines_and_written_in_the_language_of_the_reader()
    {
        var page = new TagHelperRendering("it");

        var html = await TagHelperRendering.RenderAsync(
            new DueTagHelper(page.Shell, page.Text) { On = new LocalDate(2023, 1, 9) }
        );

        Assert.Contains("<time datetime=\"2023-01-09\">9 gennaio 2023</time>", html);
    }

    [Fact]
    public async Task A_task_without_deadline_says_so()
    {
        var page = new TagHelperRendering("en");

        var html = await TagHelperRendering.RenderAsync(new DueTagHelper(page.Shell, page.Text));

        Assert.Contains("no deadline", html);
    }

    [Fact]
    public void The_day_changes_at_midnight_in_Rome()
    {
        var late = new TagHelperRendering(now: "2022-12-09T22:59:59Z");
        var midnight = new TagHelperRendering(now: "2022-12-09T23:00:00Z");

        Assert.Equal(new LocalDate(2022, 12, 9), late.Shell.Today);
        Assert.Equal(new LocalDate(2022, 12, 10), midnight.Shell.Today);
    }
}
