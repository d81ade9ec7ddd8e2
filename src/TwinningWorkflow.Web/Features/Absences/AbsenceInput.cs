using System.ComponentModel.DataAnnotations;
using NodaTime;
using TwinningWorkflow.Web.Access.Duties;

namespace TwinningWorkflow.Web.Features.Absences;

/// <summary>An absence as a form has it.</summary>
public sealed class AbsenceInput
{
    /// <summary>Who is absent; <see cref="Nobody"/>: a role that nobody holds.</summary>
    public string? Person { get; set; }

    /// <summary>The role; none: all.</summary>
    public string? Role { get; set; }

    /// <summary>Who acts in their place; none: nobody.</summary>
    public Guid? Deputy { get; set; }

    [Required]
    public DateOnly? From { get; set; }

    [Required]
    public DateOnly? Last { get; set; }

    public const string Nobody = "nobody";

    internal NewAbsence Read(string submission, Guid? person) =>
        new(
            Guid.Parse(submission),
            person,
            Role ?? "",
            Deputy,
            LocalDate.FromDateOnly(From!.Value),
            LocalDate.FromDateOnly(Last!.Value)
        );
}
