using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>A dated run through a process: who does what when, and what must be true then. The format stands in workflows/README.md.</summary>
public sealed record Scenario
{
    /// <summary>What it shows, per language.</summary>
    public required IReadOnlyDictionary<string, string> Description { get; init; }

    /// <summary>The process's id.</summary>
    public required string Process { get; init; }

    /// <summary>When the process starts: civil time of the process's zone, as every time of a scenario.</summary>
    public required LocalDateTime Start { get; init; }

    /// <summary>The role that starts it.</summary>
    public required string By { get; init; }

    /// <summary>Where the authority's patron is feasted, as <c>MM-dd</c>; empty when that does not matter.</summary>
    public string PatronDay { get; init; } = "";

    /// <summary>That day; null when it does not matter.</summary>
    [JsonIgnore]
    public AnnualDate? Patron =>
        PatronDay.Length == 0 ? null : NodaTime.Text.AnnualDatePattern.Iso.Parse(PatronDay).GetValueOrThrow();

    /// <summary>What the authority has chosen where the file leaves a choice, by setting; the others have their defaults.</summary>
    public IReadOnlyDictionary<string, JsonElement> Settings { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The dossier on which it runs.</summary>
    public required ScenarioDossier Dossier { get; init; }

    /// <summary>What must be true right after the start.</summary>
    public ScenarioExpectation? Expect { get; init; }

    /// <summary>The steps in order of time.</summary>
    public required IReadOnlyList<ScenarioStep> Steps { get; init; }

    /// <summary>Reads a scenario's file; a mistake in it is a <see cref="JsonException"/> that says where.</summary>
    public static Scenario Load(string path)
    {
        var scenario = ScenarioFile.Read(path).Deserialize<Scenario>(Json)!;
        var time = scenario.Start;
        foreach (var (index, step) in scenario.Steps.Index())
        {
            if (step.At < time)
                throw new JsonException($"Expected step {index + 1} not before {time:g}, but it is at {step.At:g}.");
            if (step.Actions > 1)
                throw new JsonException($"Expected one action at most in step {index + 1}, but it has {step.Actions}.");
            if (step.Actions == 1 && step.By.Length == 0)
                throw new JsonException($"Expected step {index + 1} to say by whom.");
            time = step.At;
        }
        return scenario;
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters =
        {
            new PatternConverter<LocalDateTime>(
                LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm")
            ),
            new PatternConverter<LocalDate>(LocalDatePattern.Iso),
            new ScenarioOrder.Reader(),
        },
    };

    private sealed class PatternConverter<T>(IPattern<T> pattern) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            pattern.Parse(reader.GetString() ?? "") is { Success: true } parsed
                ? parsed.Value
                : throw new JsonException($"Expected a {typeof(T).Name}, but got '{reader.GetString()}'.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(pattern.Format(value));
    }
}

/// <summary>The dossier of a scenario, in the words of the application's form.</summary>
public sealed record ScenarioDossier
{
    public required string Title { get; init; }
    public required string Kind { get; init; }
    public required string PartnerCity { get; init; }
    public required string PartnerCountry { get; init; }
    public string Objectives { get; init; } = "";
    public IReadOnlyList<string> PrioritySectors { get; init; } = [];
    public IReadOnlyList<string> Departments { get; init; } = [];
    public string BudgetChapter { get; init; } = "";
    public string FundingSources { get; init; } = "";
    public ScenarioProfile? Profile { get; init; }
    public ScenarioContact? Contact { get; init; }
    public IReadOnlyList<ScenarioRelation> Relations { get; init; } = [];
}

/// <summary>The partner city in figures and words.</summary>
public sealed record ScenarioProfile
{
    public long? Inhabitants { get; init; }
    public int? InhabitantsYear { get; init; }
    public long? Students { get; init; }
    public int? Universities { get; init; }
    public string Economy { get; init; } = "";
    public string Education { get; init; } = "";
    public string Recognitions { get; init; } = "";
}

/// <summary>Who answers for the partner city.</summary>
public sealed record ScenarioContact(string Name, string Email, string Language);

/// <summary>A dated entry of the history of relations.</summary>
public sealed record ScenarioRelation(string When, string What);

/// <summary>One step: at most one action, then what must be true. Without action it lets time pass.</summary>
public sealed record ScenarioStep
{
    public required LocalDateTime At { get; init; }

    /// <summary>The role that acts.</summary>
    public string By { get; init; } = "";
    public ScenarioCompletion? Complete { get; init; }
    public ScenarioMessage? Message { get; init; }

    public ScenarioCorrection? Correct { get; init; }
    public ScenarioOrder? Suspend { get; init; }
    public ScenarioOrder? Resume { get; init; }
    public ScenarioOrder? Withdraw { get; init; }
    public ScenarioExpectation? Expect { get; init; }

    /// <summary>What is done upon the whole process, if anything.</summary>
    [JsonIgnore]
    public ScenarioOrder? Order => Suspend ?? Resume ?? Withdraw;

    /// <summary>Whether that takes an act in any case.</summary>
    [JsonIgnore]
    public bool NeedsAct => Suspend is not null || Resume is not null;

    [JsonIgnore]
    public int Actions =>
        (Complete is null ? 0 : 1)
        + (Message is null ? 0 : 1)
        + (Correct is null ? 0 : 1)
        + (Suspend is null ? 0 : 1)
        + (Resume is null ? 0 : 1)
        + (Withdraw is null ? 0 : 1);
}

/// <summary>Completes the open task of a node (and item).</summary>
public sealed record ScenarioCompletion
{
    public required string Node { get; init; }
    public string Item { get; init; } = "";
    public string Outcome { get; init; } = "";
    public IReadOnlyDictionary<string, JsonElement> Fields { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>Corrects what was recorded, by variable (<c>record.deliveredOn</c>).</summary>
public sealed record ScenarioCorrection
{
    /// <summary>Of what runs within the process: the item, or the call activity.</summary>
    public string Item { get; init; } = "";
    public required string Reason { get; init; }
    public required IReadOnlyDictionary<string, JsonElement> Values { get; init; }
}

/// <summary>Records a message. An outcome that its form offers stands among the fields as <c>outcome</c>.</summary>
public sealed record ScenarioMessage
{
    public required string Name { get; init; }
    public string? Key { get; init; }
    public IReadOnlyDictionary<string, JsonElement> Fields { get; init; } = new Dictionary<string, JsonElement>();
}
