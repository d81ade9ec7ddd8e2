using System.CommandLine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using Actor = TwinningWorkflow.Engine.Actor;

namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary>
/// <c>create-admin</c>: an administrator by command instead of by the set-up page, and the authority if there is none yet.
/// The password comes from the environment or from the keyboard, never from the command line, where others could read it.
/// </summary>
public static class CreateAdminVerb
{
    public const string PasswordVariable = "TWINNING_ADMIN_PASSWORD";
    private const int Refused = 1;

    public static Command Create()
    {
        var storage = new StorageOptions();
        var authority = new Option<string>("--authority")
        {
            Description = "The authority's code, such as brescia.",
            Required = true,
        };
        var authorityName = new Option<string?>("--authority-name") { Description = "Its name, if it is new." };
        var from = new Option<string?>("--mail-from") { Description = "The sender of its emails, if it is new." };
        var name = new Option<string>("--name") { Description = "The administrator's name.", Required = true };
        var email = new Option<string>("--email") { Description = "The administrator's address.", Required = true };
        var verb = new Command(
            "create-admin",
            $"Adds an administrator; the password is read from {PasswordVariable} or asked for."
        )
        {
            authority,
            authorityName,
            from,
            name,
            email,
        };
        storage.AddTo(verb);
        verb.SetAction(
            async (parsed, cancel) =>
            {
                var configuration = parsed.InvocationConfiguration;
                await using var app = Application
                    .Prepare([], new Dictionary<string, string?>(storage.SettingsOf(parsed)))
                    .Build();
                await using var scope = app.Services.CreateAsyncScope();
                var people = scope.ServiceProvider.GetRequiredService<NewPeople>();
                var code = parsed.GetRequiredValue(authority);
                var person = new NewPerson(
                    parsed.GetRequiredValue(name),
                    parsed.GetRequiredValue(email),
                    ReadPassword(configuration.Output),
                    [Roles.Administrator]
                );
                var added = await people.NobodyYetAsync(cancel)
                    ? await people.SetUpAsync(
                        new NewAuthority(
                            code,
                            parsed.GetValue(authorityName) ?? code,
                            parsed.GetValue(from) ?? person.Email
                        ),
                        person,
                        cancel
                    )
                    : await people.AddAsync(code, person, Actor.System(code, "create-admin"), cancel);
                foreach (var problem in added.Problems)
                    await configuration.Error.WriteLineAsync(problem);
                if (added.Account is null)
                    return Refused;
                await configuration.Output.WriteLineAsync($"{person.Email} administers {code}.");
                return 0;
            }
        );
        return verb;
    }

    private static string ReadPassword(TextWriter output)
    {
        if (Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } given)
            return given;
        output.Write("Password: ");
        if (Console.IsInputRedirected)
            return Console.ReadLine() ?? "";
        var typed = new System.Text.StringBuilder();
        for (
            var key = Console.ReadKey(intercept: true);
            key.Key != ConsoleKey.Enter;
            key = Console.ReadKey(intercept: true)
        )
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        output.WriteLine();
        return typed.ToString();
    }
}
