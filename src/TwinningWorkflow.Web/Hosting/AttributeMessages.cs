using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>
/// Gives a validation attribute without a message of its own the key of a shared text: otherwise it would speak English
/// to an Italian clerk.
/// </summary>
internal sealed class AttributeMessages : IValidationMetadataProvider
{
    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var attribute in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>())
            if (attribute is { ErrorMessageResourceName: null, ErrorMessage: null })
                attribute.ErrorMessage = KeyFor(attribute) ?? attribute.ErrorMessage;
    }

    private static string? KeyFor(ValidationAttribute attribute) =>
        attribute switch
        {
            RequiredAttribute => "validation.required",
            StringLengthAttribute or MaxLengthAttribute or MinLengthAttribute => "validation.length",
            RangeAttribute => "validation.range",
            CompareAttribute => "validation.compare",
            _ => null,
        };
}
