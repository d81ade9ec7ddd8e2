using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Api;

/// <summary>One thing to mend.</summary>
/// <param name="Field">The field, as the request names it; a gate's condition when the gate is closed.</param>
/// <param name="Code">What is wrong, for programs.</param>
/// <param name="Message">What is wrong, for people, in the language asked for.</param>
public sealed record FieldError(string Field, string Code, string Message)
{
    /// <summary>The bound, or what was expected.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Argument { get; init; }
}

/// <summary>Refusals as problem details (RFC 9457): a stable code beside words in the language asked for.</summary>
public sealed class Problems(ProblemWords words, CalendarProblemWords calendars, IStringLocalizer<ProblemText> text)
{
    public const string CodeMember = "code";
    public const string ErrorsMember = "errors";

    /// <summary>What the engine refused.</summary>
    /// <param name="refused">The refusal.</param>
    /// <param name="form">The step's form, for words about its fields.</param>
    /// <param name="gate">The gate that the form names.</param>
    public ProblemHttpResult Of(StepResult.Refused refused, StepForm? form = null, Gate? gate = null) =>
        Problem(
            StatusOf(refused.Code),
            refused.Code.ToString(),
            words.Of(refused.Code),
            refused.Code is RejectionCode.GateClosed
                ? [.. refused.Problems.Select(x => Condition(x, gate))]
                : Errors(refused.Problems.Select(InputProblem.Of), form)
        );

    /// <summary>What cannot be read as the form's values.</summary>
    public ProblemHttpResult Of(IEnumerable<InputProblem> problems, StepForm? form = null) =>
        Problem(
            StatusCodes.Status422UnprocessableEntity,
            nameof(RejectionCode.InvalidFields),
            words.Of(RejectionCode.InvalidFields),
            Errors(problems, form)
        );

    /// <summary>What is wrong with a calendar, by its members.</summary>
    public ProblemHttpResult Of(IEnumerable<DaysProblem> problems) =>
        Problem(
            StatusCodes.Status422UnprocessableEntity,
            nameof(RejectionCode.InvalidFields),
            words.Of(RejectionCode.InvalidFields),
            [.. problems.Select(x => new FieldError(x.Field, Camel($"{x.Fault}"), calendars.Of(x)))]
        );

    /// <summary>A request that the process would refuse whatever it brings.</summary>
    public ProblemHttpResult Of(RejectionCode code) => Of(new StepResult.Refused(code, "", []));

    /// <summary>Whatever else a step may answer that is no success.</summary>
    public ProblemHttpResult Of(StepResult result, StepForm? form = null, Gate? gate = null) =>
        result switch
        {
            StepResult.Refused refused => Of(refused, form, gate),
            StepResult.KeyReused => KeyReused(),
            StepResult.NotFound => NotFound(),
            _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Expected a step that was refused."),
        };

    /// <summary>Somebody was faster: who it was and when.</summary>
    public ProblemHttpResult TaskNotOpen(TaskView task)
    {
        var culture = CultureInfo.CurrentUICulture;
        var closed =
            task.Row.ClosedAt?.InZone(task.Instance.Definition.Zone).LocalDateTime.ToString("g", culture) ?? "";
        var detail = task.ClosedBy.Length > 0 ? text["TaskDoneBy", task.ClosedBy, closed] : text["TaskGone", closed];
        return Problem(
            StatusCodes.Status409Conflict,
            nameof(RejectionCode.TaskNotOpen),
            words.Of(RejectionCode.TaskNotOpen),
            [],
            detail
        );
    }

    /// <summary>Why somebody may not do a task, or take it on: who has it, or what keeps them from it.</summary>
    public ProblemHttpResult NotTheirs(TaskView task, TaskDuty duty, RejectionCode code)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        string? detail = code switch
        {
            RejectionCode.AssignedToAnother when duty.Assignee is { } other => text["AssignedTo", other.Name].Value,
            RejectionCode.FourEyes when task.BarredBy(duty, language) is { } step && duty.BarredFor is { } replaced =>
                text["FourEyesAfterOf", replaced.Name, step].Value,
            RejectionCode.FourEyes when task.BarredBy(duty, language) is { } step => text["FourEyesAfter", step].Value,
            _ => null,
        };
        return Problem(StatusOf(code), code.ToString(), words.Of(code), [], detail);
    }

    /// <summary>The draft standard of the header names this status.</summary>
    public ProblemHttpResult KeyReused() =>
        Problem(StatusCodes.Status422UnprocessableEntity, nameof(StepResult.KeyReused), text["api.key-reused"], []);

    /// <summary>A message that quotes a link which acts for its reader, until then.</summary>
    public ProblemHttpResult LinkLives(DateTimeOffset end) =>
        Problem(StatusCodes.Status409Conflict, nameof(LinkLives), Downloads.LinkLives(text, end), []);

    public ProblemHttpResult Conflict() =>
        Problem(StatusCodes.Status409Conflict, nameof(Conflict), text["api.conflict"], []);

    /// <summary>A fact that waits no more: what has become of it.</summary>
    public ProblemHttpResult NotKept(KeptFact now) =>
        Problem(StatusCodes.Status409Conflict, nameof(SetAside.NotKept), text["api.409"], [], words.NotKept(now));

    public ProblemHttpResult NotFound() =>
        Problem(StatusCodes.Status404NotFound, nameof(NotFound), text["api.404"], []);

    /// <summary>Which of the two is wrong is not told.</summary>
    public ProblemHttpResult WrongCredentials() =>
        Problem(StatusCodes.Status401Unauthorized, nameof(WrongCredentials), text["api.wrong-credentials"], []);

    public ProblemHttpResult SpentRefreshToken() =>
        Problem(StatusCodes.Status401Unauthorized, nameof(SpentRefreshToken), text["api.spent-refresh-token"], []);

    public ProblemHttpResult TooManyTries() =>
        Problem(StatusCodes.Status429TooManyRequests, nameof(TooManyTries), text["api.429"], []);

    /// <summary>An idempotency key that could not be kept.</summary>
    public ProblemHttpResult MalformedKey() =>
        Problem(
            StatusCodes.Status400BadRequest,
            nameof(MalformedKey),
            text["api.400"],
            [],
            text["api.malformed-key", IdempotencyKeys.Longest]
        );

    /// <summary>An upload that cannot be filed.</summary>
    public ProblemHttpResult OfUpload(InputProblem problem) =>
        Problem(
            problem.Code switch
            {
                InputProblem.FileTooLarge => StatusCodes.Status413PayloadTooLarge,
                InputProblem.FileWrongKind or InputProblem.FileNotAsNamed => StatusCodes.Status415UnsupportedMediaType,
                _ => StatusCodes.Status422UnprocessableEntity,
            },
            problem.Code,
            words.Of(problem, null),
            []
        );

    /// <summary>What a refusal is in HTTP: the request can be mended, it belongs to another, or it comes at the wrong time.</summary>
    private static int StatusOf(RejectionCode code) =>
        code switch
        {
            RejectionCode.NotYours => StatusCodes.Status403Forbidden,
            RejectionCode.InvalidFields
            or RejectionCode.NothingChanges
            or RejectionCode.ReasonRequired
            or RejectionCode.UnknownMessage => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status409Conflict,
        };

    private List<FieldError> Errors(IEnumerable<InputProblem> problems, StepForm? form) =>
        [
            .. problems.Select(x => new FieldError(x.Field, Camel(x.Code), words.Of(x, form?.Field(x.Field)))
            {
                Argument = x.Argument.Length > 0 ? x.Argument : null,
            }),
        ];

    private static FieldError Condition(FieldProblem problem, Gate? gate)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var condition = gate?.Conditions.FirstOrDefault(x => x.Id == problem.Field);
        var cure = condition?.Cure.In(language) ?? "";
        return new FieldError(
            problem.Field,
            Camel(problem.Code.ToString()),
            $"{condition?.Label.In(language) ?? problem.Field}. {cure}".TrimEnd()
        );
    }

    private static ProblemHttpResult Problem(
        int status,
        string code,
        string title,
        List<FieldError> errors,
        string? detail = null
    )
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Title = title,
            Detail = detail,
            Extensions = { [CodeMember] = Camel(code) },
        };
        if (errors.Count > 0)
            problem.Extensions[ErrorsMember] = errors;
        return TypedResults.Problem(problem);
    }

    private static string Camel(string code) => JsonNamingPolicy.CamelCase.ConvertName(code);
}
