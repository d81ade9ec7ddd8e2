using System.Collections.Immutable;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Forms;

/// <summary>A form understood: values for the engine, and the rows that are born with the step.</summary>
/// <param name="Fields">The values by field id.</param>
/// <param name="Attachments">Files, documents, text versions and personal values.</param>
/// <param name="Problems">What is wrong; when there is anything, no command may be made of the rest.</param>
public sealed record FormReading(
    ImmutableDictionary<string, DataValue> Fields,
    StepAttachments Attachments,
    ImmutableArray<InputProblem> Problems
)
{
    /// <summary>
    /// These, and what the engine finds wrong with the other values, so that all is told in one round: files have to be
    /// chosen again in each.
    /// </summary>
    /// <param name="process">The instance as it was read.</param>
    /// <param name="command">The command that would be made, were there no problems.</param>
    public ImmutableArray<InputProblem> ProblemsWith(InstanceView process, Command command) =>
        [
            .. Problems,
            .. ProcessEngine
                .Check(process.Definition, process.State, command)
                .Where(x => Problems.All(y => y.Field != x.Field))
                .Select(InputProblem.Of),
        ];
}

/// <summary>What is wrong with what came for a field.</summary>
/// <param name="Field">The field's id.</param>
/// <param name="Code">A <see cref="FieldProblemCode"/>'s name, or one of the constants below for files.</param>
/// <param name="Argument">The bound or what was expected; empty when there is none.</param>
public sealed record InputProblem(string Field, string Code, string Argument = "")
{
    public const string FileTooLarge = nameof(FileTooLarge);
    public const string FileWrongKind = nameof(FileWrongKind);
    public const string FileNotAsNamed = nameof(FileNotAsNamed);
    public const string FileEmpty = nameof(FileEmpty);
    public const string FileUnknown = nameof(FileUnknown);
    public const string LanguageTwice = nameof(LanguageTwice);

    public InputProblem(string field, FieldProblemCode code, string argument = "")
        : this(field, code.ToString(), argument) { }

    /// <summary>Why an upload cannot be filed.</summary>
    public static InputProblem Of(string field, Upload upload) =>
        upload switch
        {
            Upload.TooLarge(var most) => new(field, FileTooLarge, $"{most}"),
            Upload.WrongKind(var allowed) => new(
                field,
                FileWrongKind,
                string.Join(' ', allowed.Select(x => x.Extensions[0]))
            ),
            Upload.NotAsNamed(var named) => new(field, FileNotAsNamed, named.Extensions[0]),
            Upload.Empty => new(field, FileEmpty),
            Upload.Unknown(var hash) => new(field, FileUnknown, hash),
            _ => throw new ArgumentOutOfRangeException(nameof(upload), upload, "Expected an upload that was refused."),
        };

    /// <summary>The engine's problem, told alike.</summary>
    public static InputProblem Of(FieldProblem problem) => new(problem.Field, problem.Code, problem.Argument);
}
