using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Tasks;

/// <summary>A step's form as a page shows it.</summary>
public sealed record FormView(IReadOnlyList<Choice> Outcomes, IReadOnlyList<FieldGroup> Groups);

/// <summary>Makes a page's form from what the process file asks for.</summary>
public sealed class FormViews(Shell shell, IOptions<UploadOptions> uploads, IStringLocalizer<DossierText> text)
{
    private const int FewChoices = 5;

    /// <param name="form">What the file asks for.</param>
    /// <param name="dossier">The dossier, for the languages of its text.</param>
    /// <param name="versions">Its text versions.</param>
    /// <param name="chosen">The files that came with a refused form: a page cannot give them back, but it can name them.</param>
    /// <param name="languages">The languages that fields want a file in, by field id.</param>
    public FormView Of(
        StepForm form,
        Dossier dossier,
        IReadOnlyList<TextVersion> versions,
        IFormFileCollection? chosen,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? languages = null
    ) =>
        new(
            [.. form.Outcomes.Select(x => new Choice(x.Id, x.Label.In(shell.Language)))],
            [
                .. form.Fields.Select(x =>
                    x.Kind is FieldKind.NewTextVersion
                        ? ByLanguage(form, x, Countries.LanguagesOf(dossier.PartnerCountry), "task.text-in", chosen)
                    : languages?.GetValueOrDefault(x.Id) is { } wanted
                        ? ByLanguage(form, x, wanted, "task.file-in", chosen)
                    : Group(form, x, versions, chosen)
                ),
            ]
        );

    /// <summary>A form that is filled in already.</summary>
    /// <param name="form">What is asked for.</param>
    /// <param name="dossier">The dossier.</param>
    /// <param name="versions">Its text versions.</param>
    /// <param name="values">What stands in the fields, by field id.</param>
    public FormView Of(
        StepForm form,
        Dossier dossier,
        IReadOnlyList<TextVersion> versions,
        IReadOnlyDictionary<string, string> values
    )
    {
        var empty = Of(form, dossier, versions, chosen: null);
        return empty with
        {
            Groups =
            [
                .. empty.Groups.Select(group =>
                    group with
                    {
                        Fields =
                        [
                            .. group.Fields.Select(field =>
                                values.TryGetValue(field.Name[PostedForm.Prefix.Length..], out var value)
                                    ? field with
                                    {
                                        Value = value,
                                    }
                                    : field
                            ),
                        ],
                    }
                ),
            ],
        };
    }

    /// <summary>The form of a process's settings.</summary>
    /// <param name="settings">What may be chosen.</param>
    /// <param name="inForce">What is chosen now.</param>
    public FormView Of(IEnumerable<ProcessSetting> settings, IReadOnlyDictionary<string, DataValue> inForce) =>
        new([], [.. settings.Select(setting => new FieldGroup("", "", [View(setting, inForce[setting.Field.Id])]))]);

    private FieldView View(ProcessSetting setting, DataValue value)
    {
        var spec = setting.Field;
        var choices = Choices(spec, []);
        return new FieldView(
            PostedForm.Prefix + spec.Id,
            spec.Label.In(shell.Language),
            spec.Help.In(shell.Language),
            Look(spec, choices.Count),
            spec.Required
        )
        {
            Choices = choices,
            Value = value is DataValue.Flag(var ticked) ? ticked : ScalarText.Write(value),
        };
    }

    private FieldGroup ByLanguage(
        StepForm form,
        FieldSpec spec,
        IReadOnlyList<string> languages,
        string label,
        IFormFileCollection? chosen
    ) =>
        new(
            spec.Label.In(shell.Language),
            Hint(form, spec, hasText: true),
            [
                .. languages.Select(language => new FieldView(
                    $"{PostedForm.Prefix}{spec.Id}.{language}",
                    text[label, Countries.LanguageName(language)],
                    Chosen(chosen, $"{PostedForm.Prefix}{spec.Id}.{language}"),
                    FieldLook.File,
                    // of a new text version one language does
                    Required: spec.Required && spec.Kind is FieldKind.FilesByLanguage
                )
                {
                    Input = FileInput(),
                    Sometimes = spec.Required || spec.RequiredFor.Length > 0,
                }),
            ]
        );

    private FieldGroup Group(
        StepForm form,
        FieldSpec spec,
        IReadOnlyList<TextVersion> versions,
        IFormFileCollection? chosen
    )
    {
        var hint = Hint(form, spec, versions.Count > 0);
        var choices = Choices(spec, versions);
        var look = Look(spec, choices.Count);
        if (spec.HoldsFiles)
            hint = $"{hint} {Chosen(chosen, PostedForm.Prefix + spec.Id)}".TrimEnd();
        var view = new FieldView(PostedForm.Prefix + spec.Id, spec.Label.In(shell.Language), hint, look, spec.Required)
        {
            Choices = choices,
            Sometimes = spec.RequiredFor.Length > 0,
            // people decide on the latest text as a rule; the others stay on offer
            Value = spec.Kind is FieldKind.TextVersion ? versions.MaxBy(x => x.Number)?.Hash : null,
        };
        if (spec.HoldsFiles)
        {
            foreach (var (attribute, value) in FileInput())
                view.Input[attribute] = value;
            view.Input["multiple"] = "multiple";
        }
        if (spec.Kind is FieldKind.Money)
            view.Input["inputmode"] = "decimal";
        if (spec.Kind is FieldKind.Text or FieldKind.LongText)
            view.Input["maxlength"] = spec.MaxLength.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new FieldGroup("", "", [view]);
    }

    /// <summary>What a browser is told of the files wanted. With a script it says at once that one is too large.</summary>
    private Dictionary<string, string> FileInput() =>
        new(StringComparer.Ordinal)
        {
            ["accept"] = Accepted,
            ["data-max-bytes"] = uploads.Value.MaxBytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["data-too-large"] = text["task.file-too-large", uploads.Value.MaxBytes / 1_000_000],
        };

    private string Accepted =>
        string.Join(',', FileKind.All.Where(x => uploads.Value.Kinds.Contains(x.Code)).SelectMany(x => x.Extensions));

    private string Chosen(IFormFileCollection? chosen, string field)
    {
        var names = chosen?.GetFiles(field).Select(x => $"«{x.FileName}»").ToList() ?? [];
        return names.Count > 0 ? text["task.files-chosen", string.Join(", ", names)] : "";
    }

    private string Hint(StepForm form, FieldSpec spec, bool hasText)
    {
        var parts = new List<string> { spec.Help.In(shell.Language) };
        if (!spec.Required && spec.RequiredFor.Length > 0)
        {
            var outcomes = spec.RequiredFor.Select(id =>
                form.Outcomes.FirstOrDefault(x => x.Id == id)?.Label.In(shell.Language) ?? id
            );
            parts.Add(text["task.required-for", string.Join(", ", outcomes)]);
        }
        if (spec.Kind is FieldKind.NewTextVersion && spec.Required)
            parts.Add(text["task.text-one"]);
        if (spec.Kind is FieldKind.Money)
            parts.Add(text["task.money-hint"]);
        if (spec.HoldsFiles || spec.Kind is FieldKind.NewTextVersion)
        {
            var kinds = FileKind.All.Where(x => uploads.Value.Kinds.Contains(x.Code)).Select(x => x.Extensions[0][1..]);
            parts.Add(text["task.files-hint", string.Join(", ", kinds), uploads.Value.MaxBytes / 1_000_000]);
        }
        if (spec.Kind is FieldKind.TextVersion && !hasText)
            parts.Add(text["task.text-none"]);
        return string.Join(' ', parts.Where(x => x.Length > 0));
    }

    private List<Choice> Choices(FieldSpec spec, IReadOnlyList<TextVersion> versions) =>
        spec.Kind switch
        {
            FieldKind.Choice => [.. spec.Choices.Select(x => new Choice(x.Id, x.Label.In(shell.Language)))],
            FieldKind.TextVersion =>
            [
                .. versions
                    .OrderByDescending(x => x.Number)
                    .Select(x => new Choice(
                        x.Hash,
                        text["task.text-choice", x.Number, string.Join(", ", x.Files.Select(f => f.Language))],
                        text["task.text-choice-hint", x.Hash[..12]]
                    )),
            ],
            _ => [],
        };

    private static FieldLook Look(FieldSpec spec, int choices) =>
        spec.Kind switch
        {
            FieldKind.LongText => FieldLook.LongText,
            FieldKind.Integer => FieldLook.Number,
            FieldKind.Flag => FieldLook.Flag,
            FieldKind.Date => FieldLook.Date,
            FieldKind.Choice => choices <= FewChoices ? FieldLook.Radios : FieldLook.Choice,
            FieldKind.TextVersion => FieldLook.Radios,
            FieldKind.Files or FieldKind.FilesByLanguage => FieldLook.File,
            _ => FieldLook.Text,
        };
}
