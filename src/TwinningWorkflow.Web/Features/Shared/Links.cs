namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>The addresses that the shell links to. Pages link to each other by asp-page.</summary>
public static class Links
{
    public const string Desk = "/desk";
    public const string Dossiers = "/dossiers";
    public const string Sittings = "/sittings";
    public const string Messages = "/messages";
    public const string Mail = "/administration/mail";
    public const string Administration = "/administration";
    public const string Incidents = "/incidents";
    public const string Feed = "/calendar/feed";
    public const string Absences = "/account/absences";
    public const string MailWishes = "/account/mail";
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";
    public const string About = "/about";
    public const string Reference = Hosting.SecurityHeaders.ReferencePath;
    public const string ApiDocument = "/openapi/v1.json";
}
