using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Forms;

/// <summary>
/// An address that mail can be sent to, by the rule of whoever sends it: the one of .NET asks for no more than an @, and what
/// it lets through would fail months later, when a message is due.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MailAddressAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is not string { Length: > 0 } address || MailAddress.IsValid(address.Trim())
            ? ValidationResult.Success
            // said here: MVC translates the words of its own attributes alone
            : new ValidationResult(
                validationContext.GetRequiredService<IStringLocalizer<SharedText>>()["validation.email"]
            );
}
