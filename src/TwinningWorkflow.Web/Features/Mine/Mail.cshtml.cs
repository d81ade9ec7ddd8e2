using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Mine;

/// <summary>How a person wants to be written to: the language, the hour, at once or as a digest, the address.</summary>
public sealed class MailWishesModel(MailChoices choices, IStringLocalizer<MailText> text) : PageModel
{
    private const string AtOnce = "at-once";
    private const string Digest = "digest";

    [BindProperty, Required]
    public string? Language { get; set; }

    [BindProperty, Required, Range(0, 23)]
    public int? Hour { get; set; }

    /// <summary>at-once or digest.</summary>
    [BindProperty, Required]
    public string? Form { get; set; }

    /// <summary>The days of the week as digits from 1, Monday; none: the authority's.</summary>
    [BindProperty]
    public List<string> WorkingDays { get; set; } = [];

    [BindProperty]
    public bool Information { get; set; }

    [BindProperty]
    public bool Weekly { get; set; }

    [BindProperty, StringLength(256)]
    public string? Address { get; set; }

    /// <summary>The person's own address.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The address to which mail goes.</summary>
    public string Used { get; private set; } = "";

    /// <summary>An address that was asked for and is not confirmed; empty when none is.</summary>
    public string ToConfirm { get; private set; } = "";

    public IEnumerable<Choice> Languages() =>
        Mail.Templates.MailWords.Languages.Select(x => new Choice(x, text["language-" + x]));

    public static IEnumerable<Choice> Hours() => Enumerable.Range(0, 24).Select(x => new Choice($"{x}", $"{x:00}:00"));

    public IEnumerable<Choice> Forms() => [new(AtOnce, text["form-at-once"]), new(Digest, text["form-digest"])];

    public static IEnumerable<Choice> Days() =>
        Enumerable.Range(1, 7).Select(x => new Choice($"{x}", Shared.Days.OfWeek((IsoDayOfWeek)x)));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var person = await LoadAsync(cancel);
        var wishes = person.Wishes;
        (Language, Hour, Form) = (person.Language, wishes.Hour, wishes.Digest ? Digest : AtOnce);
        (Information, Weekly) = (wishes.Information, wishes.Weekly);
        WorkingDays = [.. wishes.WorkingDays.Select(x => $"{x}")];
        Address = wishes.AddressToConfirm.Length > 0 ? wishes.AddressToConfirm : wishes.Address;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var wanted = (Address ?? "").Trim();
        if (wanted.Length > 0 && !MailAddress.IsValid(wanted))
            ModelState.AddModelError(nameof(Address), text["address-wrong"]);
        if (Language is not null && !Mail.Templates.MailWords.Languages.Contains(Language))
            ModelState.AddModelError(nameof(Language), text["choice-wrong"]);
        if (Form is not (null or AtOnce or Digest))
            ModelState.AddModelError(nameof(Form), text["choice-wrong"]);
        if (WorkingDays.Exists(x => x is not ("1" or "2" or "3" or "4" or "5" or "6" or "7")))
            ModelState.AddModelError(nameof(WorkingDays), text["choice-wrong"]);
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        var me = SignedIn.Of(User);
        var asked = await choices.ChooseAsync(
            me,
            Language!,
            new MailWishes
            {
                Hour = Hour!.Value,
                Digest = Form == Digest,
                WorkingDays = string.Concat(WorkingDays.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
                Information = Information,
                Weekly = Weekly,
            },
            wanted,
            cancel
        );
        TempData[Flash.Key] = asked == AddressAsked.Sent ? text["saved-confirm", wanted].Value : text["saved"].Value;
        if (asked == AddressAsked.TooOften)
            TempData[Flash.Warning] = text["again-too-often"].Value;
        return RedirectToPage();
    }

    /// <summary>The mail that asks for the confirmation went astray, or came too late.</summary>
    public async Task<IActionResult> OnPostAgainAsync(CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        var address = (await choices.OfAsync(me.Person, cancel)).Wishes.AddressToConfirm;
        if (await choices.AskAgainAsync(me, cancel))
            TempData[Flash.Key] = text["again-sent", address].Value;
        else if (address.Length > 0)
            TempData[Flash.Warning] = text["again-too-often"].Value;
        return RedirectToPage();
    }

    private async Task<Person> LoadAsync(CancellationToken cancel)
    {
        var person = await choices.OfAsync(SignedIn.Of(User).Person, cancel);
        (Email, Used, ToConfirm) = (person.Email, person.AddressForMail, person.Wishes.AddressToConfirm);
        return person;
    }
}
