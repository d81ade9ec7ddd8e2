using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Forms;

/// <summary>
/// The rule of fields that want a file in each language of a text version: the application and the simulator, which has no
/// database, both ask it.
/// </summary>
public static class LanguageFiles
{
    /// <summary>The languages that the fields of a form want, by field id.</summary>
    /// <param name="instance">The instance as it stands.</param>
    /// <param name="form">The form.</param>
    /// <param name="element">The task, or the owner of the wait; null while nothing waits yet.</param>
    /// <param name="versions">The dossier's text versions.</param>
    /// <param name="now">When it is asked.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Wanted(
        InstanceView instance,
        StepForm form,
        long? element,
        IReadOnlyList<TextVersion> versions,
        Instant now
    ) =>
        Wanted(
            form,
            field => ProcessEngine.TextVersionOf(instance.Definition, instance.State, field, element, now),
            hash => versions.FirstOrDefault(x => x.Hash == hash)?.Files.Select(x => x.Language)
        );

    /// <summary>The same of text versions that are kept elsewhere; a field whose text version is not known is left out.</summary>
    /// <param name="form">The form.</param>
    /// <param name="versionOf">The text version that a field names, by its hash.</param>
    /// <param name="languagesOf">The languages of a text version; null when it is not known.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Wanted(
        StepForm form,
        Func<FieldSpec, string?> versionOf,
        Func<string, IEnumerable<string>?> languagesOf
    )
    {
        var wanted = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var field in form.Fields)
            if (field.Kind is FieldKind.FilesByLanguage && versionOf(field) is { } hash && languagesOf(hash) is { } own)
                wanted[field.Id] = [.. own.OrderBy(PlaceOf).ThenBy(x => x, StringComparer.Ordinal)];
        return wanted;
    }

    /// <summary>What is wrong with the languages in which files are given; nothing when none is.</summary>
    /// <param name="field">The field.</param>
    /// <param name="given">The language of each file; empty where it is not said.</param>
    /// <param name="wanted">The languages of the text version; null while it is not known.</param>
    public static IEnumerable<FieldProblem> Problems(
        string field,
        IReadOnlyCollection<string> given,
        IReadOnlyList<string>? wanted
    )
    {
        if (given.Count == 0)
            yield break;
        foreach (var language in given.Distinct())
            if (language.Length == 0)
            {
                // while nobody knows the languages, a file is a file
                if (wanted is not null)
                    yield return new FieldProblem(field, FieldProblemCode.WrongType, $"{FieldKind.FilesByLanguage}");
            }
            else if (!(wanted?.Contains(language) ?? IsLanguage(language)))
                yield return new FieldProblem(field, FieldProblemCode.NotOffered, language);
        foreach (var language in wanted ?? [])
            if (!given.Contains(language))
                yield return new FieldProblem(field, FieldProblemCode.LanguageMissing, language);
    }

    /// <summary>The value: the files in the order of their languages, one that is in two languages once.</summary>
    public static DataValue Value(IEnumerable<(string Language, string Hash)> files) =>
        new DataValue.List([
            .. files
                .OrderBy(x => PlaceOf(x.Language))
                .ThenBy(x => x.Language, StringComparer.Ordinal)
                .Select(x => x.Hash)
                .Distinct(),
        ]);

    public static bool IsLanguage(string code) => code.Length is 2 or 3 && code.All(char.IsAsciiLetterLower);

    /// <summary>Italian first, English last, as where a text is uploaded.</summary>
    private static int PlaceOf(string language) =>
        language switch
        {
            "it" => 0,
            "en" => 2,
            _ => 1,
        };
}
