using TwinningWorkflow.Engine;
using TwinningWorkflow.History;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests;

/// <summary>Dependencies point one way, or one day nothing can be taken out, tested or understood alone.</summary>
public sealed class ArchitectureTests
{
    private const string Web = "TwinningWorkflow.Web";

    [Fact]
    public void The_engine_knows_dates_and_nothing_else() =>
        Assert.Empty(Outside(typeof(ProcessEngine).Assembly.Location, allowed: "NodaTime"));

    [Fact]
    public void The_history_knows_nothing_but_the_runtime() =>
        Assert.Empty(Outside(typeof(HashChain).Assembly.Location, allowed: null));

    [Fact]
    public void Terms_know_dates_and_nothing_else() =>
        NoneMay(
            (user, used) =>
                Room(user) == "Terms"
                && Room(used) != "Terms"
                && !IsIn(used.Namespace, "NodaTime")
                && !IsIn(used.Namespace, "System")
        );

    /// <summary>Each room may know those in the lines above its own, and in its own line nobody else.</summary>
    private static readonly string[][] FromBelow =
    [
        ["Terms", "Clocks", "Resources"],
        ["Database", "Mail"],
        ["Files", "Forecasts"],
        ["Processes"],
        ["Access", "Forms"],
        // the runner rings a bell and does not know who hears it
        ["Reading", "Simulation"],
        ["Jobs", "Inbox"],
        ["Features", "Api", "Hosting"],
    ];

    [Fact]
    public void Rooms_of_the_application_do_not_look_up() =>
        NoneMay((user, used) => Room(user) != Room(used) && Height(used) >= Height(user) && !IsTop(user));

    [Fact]
    public void Every_room_of_the_application_has_its_place()
    {
        using var references = new CompiledReferences(typeof(LegalTerms).Assembly.Location);
        var rooms = references.Pairs().Select(pair => Room(pair.User)).Where(room => room.Length > 0);

        Assert.Equal(
            FromBelow.SelectMany(line => line).Order(StringComparer.Ordinal),
            rooms.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        );
    }

    private static int Height(CompiledReferences.TypeName type) =>
        Array.FindIndex(FromBelow, line => line.Contains(Room(type)));

    private static bool IsTop(CompiledReferences.TypeName type) =>
        Room(type).Length == 0 || Height(type) == FromBelow.Length - 1;

    [Fact]
    public void Mail_knows_no_process() =>
        NoneMay((user, used) => Room(user) == "Mail" && IsIn(used.Namespace, "TwinningWorkflow.Engine"));

    [Theory]
    [InlineData("Features")]
    [InlineData("Api")]
    [InlineData("Jobs")]
    public void Nothing_but_the_host_knows_the_pages_the_api_and_the_jobs(string room) =>
        NoneMay((user, used) => Room(used) == room && Room(user) != room && Room(user) is not ("" or "Hosting"));

    private static void NoneMay(Func<CompiledReferences.TypeName, CompiledReferences.TypeName, bool> isForbidden)
    {
        using var references = new CompiledReferences(typeof(LegalTerms).Assembly.Location);
        var breaches = references
            .Pairs()
            .Where(pair => isForbidden(pair.User, pair.Used))
            .Select(pair => $"{pair.User} uses {pair.Used}")
            .ToList();
        Assert.True(breaches.Count == 0, string.Join('\n', breaches));
    }

    /// <summary>The part of the namespace after the application's: empty for what composes it.</summary>
    private static string Room(CompiledReferences.TypeName type) =>
        type.Namespace == "AspNetCoreGeneratedDocument" ? "Features" // Razor compiles every page into it
        : type.Namespace.StartsWith(Web + ".", StringComparison.Ordinal)
            ? type.Namespace[(Web.Length + 1)..].Split('.')[0]
        : "";

    private static bool IsIn(string @namespace, string parent) =>
        @namespace == parent || @namespace.StartsWith(parent + ".", StringComparison.Ordinal);

    private static List<string> Outside(string assemblyFile, string? allowed)
    {
        using var references = new CompiledReferences(assemblyFile);
        return [.. references.Assemblies.Where(name => !IsIn(name, "System") && name != allowed)];
    }
}
