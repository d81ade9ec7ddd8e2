namespace TwinningWorkflow.Web.Features.People;

/// <summary>Beside which field of a person's form a refusal of an account belongs.</summary>
internal static class AccountProblems
{
    public static string FieldOf(string code) =>
        code.StartsWith("Password", StringComparison.Ordinal) ? "Password"
        : code is "DuplicateUserName" or "DuplicateEmail" or "InvalidEmail" or "InvalidUserName" ? "Email"
        : "";
}
