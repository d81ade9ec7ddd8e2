using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Time.Testing;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Tests.Features.Shared;

/// <summary>Renders one tag helper as a page would, in a language and at a time.</summary>
internal sealed class TagHelperRendering
{
    public TagHelperRendering(string language = "it", string now = "2022-12-09T07:00:00Z")
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        Text = new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .BuildServiceProvider()
            .GetRequiredService<IStringLocalizer<SharedText>>();
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        Shell = new Shell(
            new HttpContextAccessor { HttpContext = Http },
            new BusinessClock(clock),
            new ConfigurationBuilder().Build()
        );
        View = new ViewContext
        {
            HttpContext = Http,
            ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()),
        };
    }

    public IStringLocalizer<SharedText> Text { get; }
    public Shell Shell { get; }
    public ViewContext View { get; }
    private DefaultHttpContext Http { get; } = new();

    public static async Task<string> RenderAsync(TagHelper helper, string tag = "x", params TagHelper[] children)
    {
        var output = new TagHelperOutput(
            tag,
            [],
            async (_, _) =>
            {
                var content = new DefaultTagHelperContent();
                foreach (var child in children)
                    content.AppendHtml(await RenderAsync(child));
                return content;
            }
        );
        await helper.ProcessAsync(new TagHelperContext([], new Dictionary<object, object>(), "test"), output);
        await using var writer = new StringWriter(CultureInfo.InvariantCulture);
        output.WriteTo(writer, HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));
        return writer.ToString();
    }
}
