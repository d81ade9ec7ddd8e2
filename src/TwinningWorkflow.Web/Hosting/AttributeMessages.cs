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
            // that of an address has an English message from the start
            if (attribute.ErrorMessageResourceName is null && attribute is DataTypeAttribute or { ErrorMessage: null })
                attribute.ErrorMessage = KeyFor(attribute) ?? attribute.ErrorMessage;
    }

    private static string? KeyFor(ValidationAttribute attribute) =>
        attribute switch
        {
            RequiredAttribute => "validation.required",
            StringLengthAttribute or MaxLengthAttribute or MinLengthAttribute => "validation.length",
            RangeAttribute => "validation.range",
            EmailAddressAttribute => "validation.email",
            CompareAttribute => "validation.compare",
            _ => null,
        };
}
