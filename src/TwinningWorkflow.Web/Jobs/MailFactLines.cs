using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// The facts that a mail tells: a name and a value each, as the process file calls them, and the files that they stand for.
/// Personal values are never among them.
/// </summary>
internal sealed class MailFactLines
{
    private readonly MailSubject about;
    private readonly List<(MailFact Fact, int Files, int Version)> facts = [];
    private readonly List<MailAttachment> attachments = [];

    private MailFactLines(MailSubject about) => this.about = about;

    public IReadOnlyList<MailAttachment> Attachments => attachments;

    public static async Task<MailFactLines> ReadAsync(
        TwinningDatabase database,
        MailSubject about,
        CancellationToken cancel
    )
    {
        var lines = new MailFactLines(about);
        foreach (var fact in about.Planned.Facts)
            if (fact.Value is not DataValue.Personal)
                await lines.AddAsync(database, fact, cancel);
        return lines;
    }

    public IReadOnlyList<MailFactLine> In(MailWords words)
    {
        var lines = facts
            .Select(fact => (Names: NamesOf(fact.Fact, words.Language), Value: ValueOf(fact, words)))
            .ToList();
        // two acts have a number each: then the step's name tells them apart
        var often = lines
            .CountBy(line => line.Names.Field)
            .Where(count => count.Value > 1)
            .Select(count => count.Key)
            .ToHashSet();
        return
        [
            .. lines.Select(line => new MailFactLine(
                often.Contains(line.Names.Field) ? $"{line.Names.Step}, {line.Names.Field}" : line.Names.Field,
                line.Value
            )),
        ];
    }

    private async Task AddAsync(TwinningDatabase database, MailFact fact, CancellationToken cancel)
    {
        var count = 0;
        var version = 0;
        if (fact.Value is DataValue.List files && about.Definition.FieldOf(fact.Variable) is { HoldsFiles: true })
        {
            count = files.Items.Length;
            foreach (var hash in files.Items)
                Attach(hash, await NameOfAsync(database, hash, cancel));
        }
        else if (await TextAsync(database, fact, cancel) is { } found)
        {
            version = found.Number;
            foreach (var file in found.Files.OrderBy(file => file.Language, StringComparer.Ordinal))
                Attach(file.FileHash, file.FileName);
        }
        facts.Add((fact, count, version));
    }

    /// <summary>
    /// The text that a value stands for, by its field; what no field gives is one where the dossier has a text of that hash. Null for
    /// any other value.
    /// </summary>
    private async Task<TextVersion?> TextAsync(TwinningDatabase database, MailFact fact, CancellationToken cancel)
    {
        var field = about.Definition.FieldOf(fact.Variable);
        if (
            fact.Value is not DataValue.Text text
            || field is not (null or { Kind: FieldKind.TextVersion or FieldKind.NewTextVersion })
        )
            return null;
        var texts = database
            .TextVersions.AsNoTracking()
            .Where(row => row.DossierId == about.Dossier.Id && row.Hash == text.Value);
        return field is null ? await texts.FirstOrDefaultAsync(cancel) : await texts.FirstAsync(cancel);
    }

    private void Attach(string hash, string name)
    {
        if (attachments.TrueForAll(attachment => attachment.FileHash != hash))
            attachments.Add(new MailAttachment { FileHash = hash, FileName = name });
    }

    private async Task<string> NameOfAsync(TwinningDatabase database, string hash, CancellationToken cancel) =>
        await database
            .Documents.Where(row => row.DossierId == about.Dossier.Id && row.FileHash == hash)
            .OrderBy(row => row.AddedAt)
            .Select(row => row.FileName)
            .FirstOrDefaultAsync(cancel)
        ?? hash;

    private (string Step, string Field) NamesOf(MailFact fact, string language)
    {
        var (origin, field) = about.Definition.OriginOf(fact.Variable);
        if (field is null && about.Definition.LabelOf(fact.Variable).In(language) is { Length: > 0 } label)
            return (label, label);
        var step = about.Definition.NameOf(origin.Split('.')[0], language);
        return (step, field is null ? step : field.Label.In(language));
    }

    private string ValueOf((MailFact Fact, int Files, int Version) fact, MailWords words) =>
        (fact.Fact.Value, about.Definition.FieldOf(fact.Fact.Variable)) switch
        {
            (DataValue.Text, _) when fact.Version > 0 => words["fact.text", ("number", $"{fact.Version}")],
            (DataValue.Text text, { Kind: FieldKind.Choice } field) => ChoiceOf(field, text.Value, words.Language),
            (DataValue.Text text, _) => text.Value,
            (DataValue.Number number, { Kind: FieldKind.Money }) => words[
                "fact.money",
                ("euro", (number.Value / 100m).ToString("N2", CultureInfo.GetCultureInfo(words.Language)))
            ],
            (DataValue.Number number, _) => number.Value.ToString(CultureInfo.InvariantCulture),
            (DataValue.Flag flag, _) => words[flag.Value ? "fact.yes" : "fact.no"],
            (DataValue.Date date, _) => words.ShortDay(date.Value),
            (DataValue.List, { HoldsFiles: true }) => words["fact.files", ("count", $"{fact.Files}")],
            (DataValue.List list, _) => string.Join(", ", list.Items),
            var (value, _) => throw new InvalidOperationException($"Expected a value to tell, but it is {value.Type}."),
        };

    private static string ChoiceOf(FieldSpec field, string value, string language)
    {
        foreach (var choice in field.Choices)
            if (choice.Id == value)
                return choice.Label.In(language);
        return value;
    }
}
