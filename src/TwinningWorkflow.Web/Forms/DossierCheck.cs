using System.Globalization;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Forms;

/// <summary>What is wrong with a dossier's data, field by field; fields within others are told as <c>profile.students</c>.</summary>
public static class DossierCheck
{
    private const int MostItems = 200;

    public static IReadOnlyList<InputProblem> Problems(DossierData data, Func<string, bool> isOffered)
    {
        var problems = new List<InputProblem>();
        Text("title", data.Title, 200, required: true);
        if (data.Kind.Length == 0)
            problems.Add(new InputProblem("kind", FieldProblemCode.Required));
        else if (!isOffered(data.Kind))
            problems.Add(new InputProblem("kind", FieldProblemCode.NotOffered, data.Kind));
        Text("partnerCity", data.PartnerCity, 120, required: true);
        if (data.PartnerCountry.Length == 0)
            problems.Add(new InputProblem("partnerCountry", FieldProblemCode.Required));
        else if (!Countries.IsKnown(data.PartnerCountry))
            problems.Add(new InputProblem("partnerCountry", FieldProblemCode.NotOffered, data.PartnerCountry));
        Text("objectives", data.Objectives, 4000);
        Count("prioritySectors", data.PrioritySectors.Length);
        foreach (var (index, sector) in data.PrioritySectors.Index())
            if (!DossierData.Sectors.Contains(sector))
                problems.Add(new InputProblem($"prioritySectors[{index}]", FieldProblemCode.NotOffered, sector));
        Texts("departments", data.Departments, 200);
        Text("budgetChapter", data.BudgetChapter, 120);
        Text("fundingSources", data.FundingSources, 2000);
        Number("profile.inhabitants", data.Profile.Inhabitants, 0, 100_000_000);
        Number("profile.inhabitantsYear", data.Profile.InhabitantsYear, 1800, 2200);
        Number("profile.students", data.Profile.Students, 0, 100_000_000);
        Number("profile.universities", data.Profile.Universities, 0, 10_000);
        Text("profile.economy", data.Profile.Economy, 2000);
        Text("profile.education", data.Profile.Education, 2000);
        Text("profile.recognitions", data.Profile.Recognitions, 2000);
        Text("contact.name", data.Contact.Name, 120);
        Text("contact.email", data.Contact.Email, 256);
        if (data.Contact.Email.Length > 0 && !MailAddress.IsValid(data.Contact.Email))
            problems.Add(new InputProblem("contact.email", FieldProblemCode.WrongType));
        if (data.Contact.Language is not ("it" or "en"))
            problems.Add(new InputProblem("contact.language", FieldProblemCode.NotOffered, data.Contact.Language));
        Count("relations", data.Relations.Length);
        foreach (var (index, relation) in data.Relations.Index())
        {
            if (!IsDate(relation.When))
                problems.Add(new InputProblem($"relations[{index}].when", FieldProblemCode.WrongType));
            Text($"relations[{index}].what", relation.What, 500, required: true);
        }
        return problems;

        void Text(string field, string value, int longest, bool required = false)
        {
            if (ScalarText.Tidy(value) is not { } tidy)
                problems.Add(new InputProblem(field, FieldProblemCode.WrongType));
            else if (required && tidy.Length == 0)
                problems.Add(new InputProblem(field, FieldProblemCode.Required));
            else if (tidy.Length > longest)
                problems.Add(new InputProblem(field, FieldProblemCode.TooLong, Words(longest)));
        }

        void Texts(string field, IReadOnlyList<string> values, int longest)
        {
            Count(field, values.Count);
            foreach (var (index, value) in values.Index())
                Text($"{field}[{index}]", value, longest, required: true);
        }

        void Count(string field, int count)
        {
            if (count > MostItems)
                problems.Add(new InputProblem(field, FieldProblemCode.TooLate, Words(MostItems)));
        }

        void Number(string field, long? value, long least, long most)
        {
            if (value < least)
                problems.Add(new InputProblem(field, FieldProblemCode.TooEarly, Words(least)));
            if (value > most)
                problems.Add(new InputProblem(field, FieldProblemCode.TooLate, Words(most)));
        }
    }

    private static string Words(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A year, a month or a day.</summary>
    public static bool IsDate(string when) =>
        when.Length is 4 or 7 or 10 && LocalDatePattern.Iso.Parse((when + "-01-01")[..10]).Success;
}
