using Microsoft.Extensions.Options;

namespace TwinningWorkflow.Web.Mail;

/// <summary>Registers the room: its options, checked at start.</summary>
public static class MailServices
{
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsCheck>();
        services.AddOptions<MailOptions>().Bind(configuration.GetSection(MailOptions.Section)).ValidateOnStart();
        return services;
    }
}
