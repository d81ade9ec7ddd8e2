using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace TwinningWorkflow.Web.Api.OpenApi;

/// <summary>What the description of the API says beside what the endpoints and the comments say.</summary>
internal static class OpenApiDescription
{
    public const string Bearer = "bearer";

    public static void Describe(OpenApiOptions options)
    {
        // the pages have addresses of their own, which are nobody's contract
        options.ShouldInclude = endpoint =>
            endpoint.RelativePath?.StartsWith(ApiServices.Root[1..], StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = type =>
            OpenApiSchemas.IsTime(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                DescribeAll(document);
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(OpenApiOperations.DescribeAsync);
        options.AddSchemaTransformer(OpenApiSchemas.DescribeAsync);
    }

    private static void DescribeAll(OpenApiDocument document)
    {
        document.Info.Title = "TwinningWorkflow";
        document.Info.Version = "v1";
        document.Info.Description =
            "The approval of town-twinning agreements, from proposal to signature. Sign in at /api/v1/sign-in and send "
            + "the access token as a bearer token. Refusals are problem details (RFC 9457) with a stable code, and words "
            + "in the language of Accept-Language (it, en). Days are ISO 8601 dates, instants are in UTC, money is in cents. "
            + "A caller sees the dossiers, tasks, files and incidents of their own authority: whatever belongs to another "
            + "does not exist (404).";
        // the address is the one that the reader has asked
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            Description = "The access token of /api/v1/sign-in.",
        };
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
            if (tag.Name is { } name && Tags.TryGetValue(name, out var words))
                tag.Description = words;
    }

    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Signing in"] = "A token for a name and a password.",
        ["Dossiers"] =
            "The file of one agreement: its data and where it stands. One process after another may run on it.",
        ["Tasks"] = "What people have to do, with the form that each asks to fill in.",
        ["Messages"] = "Facts from outside, recorded by a person: a partner's vote, an observation, a withdrawal.",
        ["Correspondence"] =
            "What came by mail for a dossier: the messages and their files. Nothing of it is verified.",
        ["Processes"] = "Acts upon the process that runs on a dossier.",
        ["Corrections"] = "What people recorded, put right where it was wrong.",
        ["Calendar"] = "How the authority counts its days, and which open terms another calendar would move.",
        ["Forecasts"] = "When steps to come can be done and likely will be, and the plan back from a day wished for.",
        ["Files"] = "Documents by their hash: uploaded first, then named by the step that files them.",
        ["History"] = "What happened, fact by fact, as it was hashed.",
        ["Process files"] = "The BPMN 2.0 files that processes run.",
        ["Sittings"] = "When Giunta and Council sit, and until when their agendas are open.",
        ["Incidents"] = "What an operator must see to. For administrators.",
        ["Demonstration"] = "The demonstration's clock; elsewhere there is no such address. For administrators.",
    };
}
