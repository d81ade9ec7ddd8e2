using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using TwinningWorkflow.Web.Api;
using TwinningWorkflow.Web.Api.OpenApi;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>The description of the API is all that its callers have: what stands there is so, and what is so stands there.</summary>
[Collection(ApiDemoCollection.Name)]
public sealed partial class OpenApiTests(SharedDemo demo)
{
    private const string Problem = "application/problem+json";

    [Fact]
    public async Task The_description_is_valid()
    {
        var read = (await demo.GetAsync()).Document.Read;

        Assert.Empty(read.Diagnostic!.Errors.Select(x => $"{x.Pointer}: {x.Message}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(x => $"{x.Pointer}: {x.Message}"));
    }

    [Fact]
    public async Task What_is_described_is_what_is_mapped()
    {
        var town = await demo.GetAsync();

        var mapped = town
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(x => (Path: "/" + x.RoutePattern.RawText!.Trim('/'), Endpoint: x))
            .Where(x => x.Path.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(x =>
                x.Endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!
                    .HttpMethods.Select(method => $"{method} {Constraint().Replace(x.Path, "{${name}}")}")
            );

        Assert.Equal(
            mapped.Order(StringComparer.Ordinal),
            town.Document.Operations.Select(x => x.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own_and_says_what_it_does()
    {
        var operations = (await demo.GetAsync()).Document.Operations;

        Assert.All(operations, x => Assert.False(string.IsNullOrWhiteSpace(x.Operation.Summary), x.Name));
        Assert.All(operations, x => Assert.False(string.IsNullOrWhiteSpace(x.Operation.OperationId), x.Name));
        Assert.All(operations, x => Assert.NotEmpty(x.Operation.Tags!));
        Assert.Equal(operations.Count, operations.Select(x => x.Operation.OperationId).Distinct().Count());
        Assert.All((await demo.GetAsync()).Document.Document.Tags!, x => Assert.NotNull(x.Description));
    }

    [Fact]
    public async Task Every_parameter_is_described_and_every_writing_operation_takes_a_key_or_needs_none()
    {
        foreach (var operation in (await demo.GetAsync()).Document.Operations)
        {
            foreach (var parameter in operation.Operation.Parameters ?? [])
                Assert.False(string.IsNullOrWhiteSpace(parameter.Description), $"{operation}: {parameter.Name}");
            var takesKey = operation.Operation.Parameters?.Any(x => x.Name == "Idempotency-Key") ?? false;
            foreach (var key in operation.Operation.Parameters?.Where(x => x.Name == "Idempotency-Key") ?? [])
                Assert.Contains($"remembered for {IdempotencyKeys.RememberedDays} days", key.Description);
            // a preview writes nothing
            var writes = operation.Method == "POST" && !operation.Path.EndsWith("/preview", StringComparison.Ordinal);
            Assert.True(takesKey == (writes && !operation.SignsIn), operation.Name);
        }
    }

    [Fact]
    public async Task Every_answer_is_described_and_every_refusal_is_a_problem()
    {
        foreach (var operation in (await demo.GetAsync()).Document.Operations)
        {
            var answers = operation.Operation.Responses!;
            Assert.Contains(answers, x => x.Key.StartsWith('2'));
            foreach (var (status, answer) in answers)
            {
                var place = $"{operation} {status}";
                Assert.False(string.IsNullOrWhiteSpace(answer.Description), place);
                // the framework's own word for a status tells nothing
                Assert.True(
                    answer.Description
                        != ReasonPhrases.GetReasonPhrase(int.Parse(status, CultureInfo.InvariantCulture)),
                    place
                );
                var content = Assert.Single(answer.Content!);
                Assert.True(content.Value.Schema is not null, place);
                Assert.True((content.Key == Problem) == (status[0] == '4'), place);
                if (content.Key == Problem)
                    Assert.Equal("ProblemDetails", (content.Value.Schema as OpenApiSchemaReference)?.Reference.Id);
            }
        }
    }

    [Fact]
    public async Task Every_operation_says_that_it_asks_for_a_token_and_how_it_refuses_without_but_those_that_give_one()
    {
        foreach (var operation in (await demo.GetAsync()).Document.Operations)
            if (operation.SignsIn)
                Assert.Empty(operation.Operation.Security ?? []);
            else
            {
                Assert.Contains(operation.Operation.Security!, x => x.Keys.Single().Reference.Id == "bearer");
                Assert.Contains("401", operation.Operation.Responses!.Keys);
                Assert.Contains("403", operation.Operation.Responses!.Keys);
            }
    }

    [Fact]
    public async Task Every_shape_and_every_member_of_it_is_described()
    {
        var undescribed = (await demo.GetAsync()).Document.Document.Components!.Schemas!.SelectMany(shape =>
            (shape.Value.Properties ?? new Dictionary<string, IOpenApiSchema>())
                .Where(x => !IsDescribed(x.Value))
                .Select(x => $"{shape.Key}.{x.Key}")
                .Concat(IsDescribed(shape.Value) ? [] : [shape.Key])
        );

        Assert.Empty(undescribed);
    }

    [Fact]
    public async Task Days_and_instants_and_ids_have_their_formats()
    {
        var shapes = (await demo.GetAsync()).Document.Document.Components!.Schemas!;

        Assert.Equal("date", shapes["TaskLine"].Properties!["dueOn"].Format);
        Assert.Equal("date-time", shapes["FactAnswer"].Properties!["at"].Format);
        Assert.Equal("uuid", shapes["DossierLine"].Properties!["id"].Format);
        Assert.Equal("int64", shapes["DocumentAnswer"].Properties!["size"].Format);
    }

    [Fact]
    public async Task Every_body_has_an_example_of_its_shape()
    {
        var town = await demo.GetAsync();
        var json = town.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;

        foreach (var operation in town.Document.Operations)
            if (operation.Json is { } content)
                Assert.Empty(ApiDocument.Misfits(content.Schema!, operation.Body!, operation.Name));
        // and the program reads them, which minds unknown members
        Assert.All(OpenApiExamples.All, x => Assert.NotNull(JsonSerializer.Deserialize(x.Value, x.Key, json)));
        var problem = town.Document.Document.Components!.Schemas!["ProblemDetails"];
        Assert.Empty(ApiDocument.Misfits(problem, JsonNode.Parse(OpenApiExamples.Problem), "problem"));
    }

    [Fact]
    public async Task The_example_of_a_dossier_opens_one()
    {
        var town = await demo.GetAsync();
        var body = town.Document.Operations.Single(x => x.Name == "POST /api/v1/dossiers").Body!;

        var opened = await (await town.AsAsync(Roles.Clerk)).PostAsync("/api/v1/dossiers", body);

        Assert.Equal(System.Net.HttpStatusCode.Created, opened.Status);
    }

    [Fact]
    public async Task The_description_is_of_the_interface_and_not_of_the_program() =>
        Assert.DoesNotContain("TwinningWorkflow.Web", (await demo.GetAsync()).Document.Text, StringComparison.Ordinal);

    private static bool IsDescribed(IOpenApiSchema schema) =>
        !string.IsNullOrWhiteSpace(schema.Description)
        // one that may be null is described beside the null
        || (schema.OneOf?.Any(x => !string.IsNullOrWhiteSpace(x.Description)) ?? false);

    [GeneratedRegex(@"\{(?<name>\w+):[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Constraint();
}
