using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>Where messages to a body go: a new one, or another address for one that is known.</summary>
[Authorize(Policies.Administer)]
public sealed class RecipientModel(
    TwinningDatabase database,
    BusinessClock clock,
    IStringLocalizer<AdministrationText> text
) : PageModel
{
    private const int LongestCode = 20;

    /// <summary>The code of the one to change; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Known { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Name { get; set; }

    [BindProperty, Required, StringLength(256)]
    public string? Address { get; set; }

    public bool IsNew => Known is null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (IsNew)
            return Page();
        if (await FindAsync(Known!, cancel) is not { } recipient)
            return NotFound();
        (Code, Name, Address) = (recipient.Code, recipient.Name, recipient.Address);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Code = (Known ?? Code ?? "").Trim();
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        // two who add the same code wait for each other
        await AuthorityLock.TakeAsync(database, SignedIn.Of(User).Authority, cancel);
        var recipient = await FindAsync(Code, cancel);
        if (!IsNew && recipient is null)
            return NotFound();
        Check(Code, recipient);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        await SaveAsync(Code, recipient, cancel);
        await transaction.CommitAsync(cancel);
        TempData[Flash.Key] = text["recipient-saved", Code].Value;
        return RedirectToPage("/Administration/Index", null, null, "recipients");
    }

    private void Check(string code, Recipient? recipient)
    {
        if (IsNew)
        {
            if (code.Length == 0)
                ModelState.AddModelError(nameof(Code), text["recipient-code-needed"]);
            else if (!IsCode(code))
                ModelState.AddModelError(nameof(Code), text["recipient-code-wrong"]);
            else if (code == Recipient.Partner)
                ModelState.AddModelError(nameof(Code), text["recipient-code-partner"]);
            // the same form sent twice finds its own
            else if (recipient is not null && !IsSame(recipient))
                ModelState.AddModelError(nameof(Code), text["recipient-code-there", recipient.Name]);
        }
        if (!string.IsNullOrWhiteSpace(Address) && !Mail.MailAddress.IsValid(Address.Trim()))
            ModelState.AddModelError(nameof(Address), text["recipient-address-needed"]);
    }

    private async Task SaveAsync(string code, Recipient? recipient, CancellationToken cancel)
    {
        var actor = SignedIn.Of(User).As(Roles.Administrator)!;
        if (recipient is null)
            database.Recipients.Add(
                new Recipient
                {
                    AuthorityId = actor.Authority,
                    Code = code,
                    Name = Name!.Trim(),
                    Address = Address!.Trim(),
                }
            );
        else if (IsSame(recipient))
            return;
        else
            (recipient.Name, recipient.Address) = (Name!.Trim(), Address!.Trim());
        await database.SaveChangesAsync(cancel);
        var stream = Journal.OfAuthority(actor.Authority);
        await Journal.AppendAsync(database, stream, clock.Now, actor, new RecipientChanged(code), cancel);
    }

    private bool IsSame(Recipient recipient) => recipient.Name == Name?.Trim() && recipient.Address == Address?.Trim();

    private Task<Recipient?> FindAsync(string code, CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        return database.Recipients.SingleOrDefaultAsync(x => x.Code == code && x.AuthorityId == authority, cancel);
    }

    /// <summary>As process files write it: DARA, MAECI, REGIONE.</summary>
    private static bool IsCode(string code) =>
        code.Length is > 0 and <= LongestCode
        && code.All(x => char.IsAsciiLetterUpper(x) || char.IsAsciiDigit(x) || x == '_');
}
