using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail.Templates;

namespace TwinningWorkflow.Web.Access;

/// <summary>A message to a person that no one step left: a digest, the week, a question about their address.</summary>
public static class PersonalLetter
{
    /// <summary>Its row, to the address at which the person is reached.</summary>
    /// <param name="person">To whom.</param>
    /// <param name="kind">Of what kind.</param>
    /// <param name="key">Its key.</param>
    /// <param name="messageId">Its Message-ID, which derives from the key.</param>
    /// <param name="draft">What it says.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="hour">The person's hour for which it was kept; null: it goes at once.</param>
    /// <param name="dueOn">The last day that it tells.</param>
    /// <param name="dossier">The one dossier that all of it is about; null where there are several, or none.</param>
    public static MailRow Of(
        Person person,
        string kind,
        string key,
        string messageId,
        MailDraft draft,
        Instant now,
        Instant? hour = null,
        LocalDate? dueOn = null,
        Guid? dossier = null
    ) =>
        new()
        {
            Key = key,
            AuthorityId = person.AuthorityId,
            DossierId = dossier,
            InstanceId = null,
            PersonId = person.Id,
            Kind = kind,
            MessageId = messageId,
            ToName = person.Name,
            ToAddress = person.AddressForMail,
            Language = draft.Language,
            Subject = draft.Subject,
            Text = draft.Text,
            Html = draft.Html,
            Content = draft.Line,
            DueOn = dueOn,
            KeptFor = hour,
            CreatedAt = now,
            NextAttemptAt = hour ?? now,
            Status = MailRow.Pending,
        };
}
