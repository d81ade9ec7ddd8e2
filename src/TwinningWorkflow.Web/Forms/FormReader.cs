using System.Collections.Immutable;
using NodaTime;
using NodaTime.Extensions;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Forms;

/// <summary>
/// Turns what came for a form into values for the engine: the one place where a page's post and the API's JSON are
/// understood. What the engine can judge (bounds, outcomes, gates) it leaves to the engine.
/// </summary>
public sealed class FormReader(TimeProvider clock)
{
    public FormReading Read(StepForm form, FormInput input, FormPlace place)
    {
        var reading = new Reading(place, clock);
        foreach (var unknown in input.Fields.Keys.Where(x => form.Field(x) is null))
            reading.Problems.Add(new InputProblem(unknown, FieldProblemCode.Unknown));
        foreach (var spec in form.Fields)
        {
            if (input.Fields.TryGetValue(spec.Id, out var value))
                reading.Take(spec, value);
            if (!reading.Has(spec.Id) && spec.IsRequiredFor(input.Outcome ?? ""))
                reading.Problems.Add(new InputProblem(spec.Id, FieldProblemCode.Required));
        }
        return reading.Result();
    }

    private sealed class Reading(FormPlace place, TimeProvider clock)
    {
        private readonly Dictionary<string, DataValue> fields = new(StringComparer.Ordinal);
        private readonly List<StoredFile> files = [];
        private readonly List<Document> documents = [];
        private readonly List<TextVersion> textVersions = [];
        private readonly List<PersonalValue> personalValues = [];

        public List<InputProblem> Problems { get; } = [];

        private Instant Now => clock.GetUtcNow().ToInstant();

        /// <summary>Has the field a value, or is already said what is wrong with it?</summary>
        public bool Has(string field) => fields.ContainsKey(field) || Problems.Any(x => x.Field == field);

        public FormReading Result() =>
            new(
                fields.ToImmutableDictionary(StringComparer.Ordinal),
                new StepAttachments(files, documents, textVersions, personalValues),
                [.. Problems]
            );

        public void Take(FieldSpec spec, FieldInput input)
        {
            switch (spec.Kind)
            {
                case FieldKind.Files:
                    TakeFiles(spec, input);
                    break;
                case FieldKind.FilesByLanguage:
                    TakeFilesByLanguage(spec, input);
                    break;
                case FieldKind.NewTextVersion:
                    TakeNewTextVersion(spec, input);
                    break;
                default:
                    TakeScalar(spec, input);
                    break;
            }
        }

        private void TakeScalar(FieldSpec spec, FieldInput input)
        {
            var read = input switch
            {
                FieldInput.Typed typed => ScalarText.Read(spec.Kind, typed.Text),
                FieldInput.Exact exact => ScalarText.Read(spec.Kind, exact.Value),
                _ => ScalarReading.Wrong,
            };
            if (read.IsWrong)
                Problem(spec, FieldProblemCode.WrongType, spec.Kind.ToString());
            else if (
                read.Value is DataValue.Text text
                && spec.Kind is FieldKind.TextVersion
                && !IsTextVersion(text.Value)
            )
                Problem(spec, FieldProblemCode.NotOffered);
            else if (read.Value is { } value)
                fields[spec.Id] = spec.Personal ? Apart(spec, value) : value;
        }

        private bool IsTextVersion(string hash) => place.TextVersions.Any(x => x.Hash == hash);

        /// <summary>The engine sees but a salted hash, so what it would have checked is checked here.</summary>
        private DataValue Apart(FieldSpec spec, DataValue value)
        {
            var words = ScalarText.Write(value);
            if (words.Length > spec.MaxLength)
                Problem(spec, FieldProblemCode.TooLong, ScalarText.Write(DataValue.Of(spec.MaxLength)));
            if (spec.Kind is FieldKind.Choice && spec.Choices.All(x => x.Id != words))
                Problem(spec, FieldProblemCode.NotOffered);
            var (row, reference) = PersonalWords.Keep(place.Authority, place.Dossier, words, clock.GetUtcNow());
            personalValues.Add(row);
            return reference;
        }

        private void TakeFiles(FieldSpec spec, FieldInput input)
        {
            var kept = FilesOf(spec, input).ToList();
            if (kept.Count == 0)
                return;
            File(spec, kept);
            fields[spec.Id] = new DataValue.List([.. kept.Select(x => x.Hash).Distinct()]);
        }

        private void File(FieldSpec spec, List<KeptFile> kept)
        {
            foreach (var file in kept.DistinctBy(x => x.Hash))
                documents.Add(
                    new Document
                    {
                        Id = Guid.CreateVersion7(clock.GetUtcNow()),
                        DossierId = place.Dossier,
                        AuthorityId = place.Authority,
                        FileHash = file.Hash,
                        FileName = file.Name,
                        Size = file.Size,
                        Node = place.Node,
                        Field = spec.Id,
                        AddedAt = Now,
                        AddedBy = place.Account,
                    }
                );
        }

        private void TakeFilesByLanguage(FieldSpec spec, FieldInput input)
        {
            var kept = FilesOf(spec, input).ToList();
            // a file that was refused is told for itself, and its language is not missing
            var given = input is FieldInput.Files all ? all.Items.Select(x => x.Language).ToList() : [];
            var wanted = place.Languages.GetValueOrDefault(spec.Id);
            Problems.AddRange(LanguageFiles.Problems(spec.Id, given, wanted).Select(InputProblem.Of));
            if (!IsTwice(spec, given.Where(x => x.Length > 0)) && kept.Count > 0)
            {
                File(spec, kept);
                fields[spec.Id] = LanguageFiles.Value(kept.Select(x => (x.Language, x.Hash)));
            }
        }

        private void TakeNewTextVersion(FieldSpec spec, FieldInput input)
        {
            var kept = FilesOf(spec, input).ToList();
            if (kept.Count == 0)
                return;
            if (kept.FirstOrDefault(x => !LanguageFiles.IsLanguage(x.Language)) is { } odd)
                Problem(spec, FieldProblemCode.NotOffered, odd.Language);
            else if (!IsTwice(spec, kept.Select(x => x.Language)))
                fields[spec.Id] = DataValue.Of(Filed(kept));
        }

        private bool IsTwice(FieldSpec spec, IEnumerable<string> languages)
        {
            if (languages.GroupBy(x => x).FirstOrDefault(x => x.Skip(1).Any()) is not { } twice)
                return false;
            Problems.Add(new InputProblem(spec.Id, InputProblem.LanguageTwice, twice.Key));
            return true;
        }

        /// <summary>The hash of the version that these files make: a new one, unless the dossier has the very same.</summary>
        private string Filed(List<KeptFile> kept)
        {
            var hash = Files.TextVersionHash.Compute(kept.Select(x => KeyValuePair.Create(x.Language, x.Hash)));
            if (!IsTextVersion(hash) && textVersions.All(x => x.Hash != hash))
                textVersions.Add(
                    new TextVersion
                    {
                        DossierId = place.Dossier,
                        Number =
                            place.TextVersions.Select(x => x.Number).DefaultIfEmpty(0).Max() + textVersions.Count + 1,
                        Hash = hash,
                        CreatedAt = Now,
                        Files =
                        [
                            .. kept.OrderBy(x => x.Language, StringComparer.Ordinal)
                                .Select(x => new TextVersionFile
                                {
                                    Language = x.Language,
                                    FileHash = x.Hash,
                                    FileName = x.Name,
                                }),
                        ],
                    }
                );
            return hash;
        }

        private IEnumerable<KeptFile> FilesOf(FieldSpec spec, FieldInput input)
        {
            if (input is not FieldInput.Files incoming)
            {
                Problem(spec, FieldProblemCode.WrongType, spec.Kind.ToString());
                yield break;
            }
            foreach (var item in incoming.Items)
                switch (item.Upload)
                {
                    case Files.Upload.Accepted(var file, var name):
                        if (files.All(x => x.Hash != file.Hash))
                            files.Add(file);
                        yield return new KeptFile(file.Hash, file.Content.LongLength, name, item.Language);
                        break;
                    case Files.Upload.Known(var hash, var size, var name):
                        yield return new KeptFile(hash, size, name, item.Language);
                        break;
                    default:
                        Problems.Add(InputProblem.Of(spec.Id, item.Upload));
                        break;
                }
        }

        private void Problem(FieldSpec spec, FieldProblemCode code, string argument = "") =>
            Problems.Add(new InputProblem(spec.Id, code, argument));
    }

    private sealed record KeptFile(string Hash, long Size, string Name, string Language);
}
