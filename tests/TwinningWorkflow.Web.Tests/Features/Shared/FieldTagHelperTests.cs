using Microsoft.AspNetCore.Mvc.ModelBinding;
using TwinningWorkflow.Web.Features.Shared;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Shared;

public sealed class FieldTagHelperTests
{
    [Fact]
    public async Task A_refused_field_tells_a_screen_reader_what_is_wrong()
    {
        var page = new TagHelperRendering();
        page.View.ViewData.ModelState.AddModelError("giunta.date", "La data è nel futuro.");

        var html = await TagHelperRendering.RenderAsync(
            Field(page, "giunta.date", FieldLook.Date, hint: "Giorno della seduta.")
        );

        Assert.Contains("aria-invalid=\"true\"", html);
        Assert.Contains("aria-describedby=\"giunta_date-hint giunta_date-error\"", html);
        Assert.Contains("id=\"giunta_date-error\"", html);
        Assert.Contains("La data è nel futuro.", html);
    }

    [Fact]
    public async Task A_field_in_order_is_described_by_its_hint_alone()
    {
        var page = new TagHelperRendering();

        var html = await TagHelperRendering.RenderAsync(Field(page, "city", hint: "Nella sua lingua."));

        Assert.Contains("aria-describedby=\"city-hint\"", html);
        Assert.DoesNotContain("aria-invalid", html);
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)] // required sometimes
    [InlineData(true, true, false)]
    public async Task Only_what_is_never_required_is_called_optional(bool required, bool optional, bool said)
    {
        var field = Field(new TagHelperRendering(), "city");
        (field.Required, field.Optional) = (required, optional);

        var html = await TagHelperRendering.RenderAsync(field);

        Assert.Equal(said, html.Contains("field-optional", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_typed_comes_back_after_a_refusal()
    {
        var page = new TagHelperRendering();
        page.View.ViewData.ModelState.SetModelValue("city", new ValueProviderResult("Kaunas <3"));
        page.View.ViewData.ModelState.AddModelError("city", "No.");

        var html = await TagHelperRendering.RenderAsync(Field(page, "city", value: "Brescia"));

        Assert.Contains("value=\"Kaunas &lt;3\"", html);
        Assert.DoesNotContain("Brescia", html);
    }

    [Fact]
    public async Task A_password_never_comes_back()
    {
        var page = new TagHelperRendering();
        page.View.ViewData.ModelState.SetModelValue("password", new ValueProviderResult("secret"));
        page.View.ViewData.ModelState.AddModelError("password", "No.");

        var html = await TagHelperRendering.RenderAsync(Field(page, "password", FieldLook.Password));

        Assert.DoesNotContain("secret", html);
    }

    [Theory]
    [InlineData(FieldLook.Radios, "radio")]
    [InlineData(FieldLook.Checks, "checkbox")]
    public async Task Choices_in_sight_are_a_named_group_with_the_chosen_one_ticked(FieldLook look, string type)
    {
        var page = new TagHelperRendering();
        var field = Field(page, "outcome", look, value: "rejected");
        field.Choices = [new("approved", "Approvata"), new("rejected", "Respinta")];

        var html = await TagHelperRendering.RenderAsync(field);

        Assert.StartsWith("<fieldset", html);
        Assert.Contains("<legend", html);
        Assert.Matches($"""<input [^>]*checked="checked"[^>]*value="rejected"|value="rejected"[^>]*checked""", html);
        Assert.Equal(2, html.Split($"type=\"{type}\"").Length - 1);
        Assert.Equal(1, html.Split("checked=").Length - 1);
    }

    [Fact]
    public async Task A_field_that_may_stay_empty_says_so_in_the_language_of_the_reader()
    {
        var page = new TagHelperRendering("en");

        Assert.Contains("(optional)", await TagHelperRendering.RenderAsync(Field(page, "notes")));
        var required = Field(page, "city");
        required.Required = true;
        Assert.DoesNotContain("(optional)", await TagHelperRendering.RenderAsync(required));
    }

    [Fact]
    public async Task The_summary_links_each_problem_to_its_field_and_names_it()
    {
        var page = new TagHelperRendering();
        page.View.ViewData.ModelState.AddModelError("giunta.date", "La data è nel futuro.");
        page.View.ViewData.ModelState.AddModelError("", "Il passo è già concluso.");

        var html = await TagHelperRendering.RenderAsync(
            new ErrorSummaryTagHelper(page.Text) { ViewContext = page.View },
            "form",
            Field(page, "giunta.date", FieldLook.Date)
        );

        Assert.Contains("<a href=\"#giunta_date\">Data: La data è nel futuro.</a>", html);
        Assert.Contains("<li>Il passo è già concluso.</li>", html);
    }

    [Fact]
    public async Task A_form_without_problems_has_no_summary()
    {
        var page = new TagHelperRendering();

        var html = await TagHelperRendering.RenderAsync(
            new ErrorSummaryTagHelper(page.Text) { ViewContext = page.View },
            "form"
        );

        Assert.DoesNotContain("error-summary", html);
    }

    private static FieldTagHelper Field(
        TagHelperRendering page,
        string name,
        FieldLook look = FieldLook.Text,
        string hint = "",
        string? value = null
    ) =>
        new(page.Text)
        {
            ViewContext = page.View,
            Name = name,
            Label = "Data",
            Look = look,
            Hint = hint,
            Value = value,
        };
}
