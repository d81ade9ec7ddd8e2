using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A dossier's data field by field: for the history of changes and for the variables of a process.</summary>
internal static class DossierFields
{
    /// <summary>The variable that holds the partner's country.</summary>
    public const string PartnerCountry = "dossier.partnerCountry";

    private const string Contact = "contact";

    /// <summary>What differs. Who answers for the partner is personal: that it changed is told, what it was is not.</summary>
    public static ImmutableArray<FieldChange> Changes(DossierData before, DossierData after)
    {
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        foreach (var ((field, was), (_, now)) in Texts(before).Zip(Texts(after)))
            if (was != now)
                changes.Add(field == Contact ? new FieldChange(field, null, null) : new FieldChange(field, was, now));
        return changes.ToImmutable();
    }

    /// <summary>Those of the dossier's values that a process file declares as <c>dossier.*</c>.</summary>
    public static ImmutableDictionary<string, DataValue> Variables(Dossier dossier, ProcessDefinition definition)
    {
        var values = new (string Name, DataValue Value)[]
        {
            ("dossier.number", DataValue.Of(dossier.Number)),
            ("dossier.title", DataValue.Of(dossier.Title)),
            ("dossier.kind", DataValue.Of(dossier.Kind)),
            ("dossier.partnerCity", DataValue.Of(dossier.PartnerCity)),
            (PartnerCountry, DataValue.Of(dossier.PartnerCountry)),
            ("dossier.objectives", DataValue.Of(dossier.Objectives)),
            ("dossier.budgetChapter", DataValue.Of(dossier.BudgetChapter)),
            ("dossier.prioritySectors", DataValue.Of([.. dossier.PrioritySectors])),
            ("dossier.departments", DataValue.Of([.. dossier.Departments])),
        };
        return values
            .Where(value => definition.Variables.TryGetValue(value.Name, out var type) && type == value.Value.Type)
            .ToImmutableDictionary(value => value.Name, value => value.Value);
    }

    /// <summary>Hash of what somebody asked to open; when does not matter.</summary>
    public static string HashOf(OpenDossier request)
    {
        var texts = Texts(request.Data).Select(field => field.Text).ToList();
        string[] asked = [request.Authority, request.Actor.Account, request.ProcessId, .. texts];
        var bytes = JsonSerializer.SerializeToUtf8Bytes(asked, TextListJson.Default.StringArray);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static (string Field, string Text)[] Texts(DossierData data) =>
        [
            ("title", data.Title),
            ("kind", data.Kind),
            ("partnerCity", data.PartnerCity),
            ("partnerCountry", data.PartnerCountry),
            ("objectives", data.Objectives),
            ("prioritySectors", string.Join(", ", data.PrioritySectors)),
            ("departments", string.Join(", ", data.Departments)),
            ("budgetChapter", data.BudgetChapter),
            ("fundingSources", data.FundingSources),
            ("inhabitants", Text(data.Profile.Inhabitants)),
            ("inhabitantsYear", Text(data.Profile.InhabitantsYear)),
            ("students", Text(data.Profile.Students)),
            ("universities", Text(data.Profile.Universities)),
            ("economy", data.Profile.Economy),
            ("education", data.Profile.Education),
            ("recognitions", data.Profile.Recognitions),
            (Contact, $"{data.Contact.Name}\n{data.Contact.Email}\n{data.Contact.Language}"),
            ("relations", string.Join("\n", data.Relations.Select(entry => $"{entry.When}: {entry.What}"))),
        ];

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
