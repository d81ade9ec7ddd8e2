using TwinningWorkflow.Web.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail;

/// <summary>Ids that only we can make, and that we make again from the same rows.</summary>
public sealed class MailIdsTests
{
    private const string Key = "0192/7/mail/person";
    private static readonly Guid Dossier = Guid.Parse("01920000-0000-7000-8000-000000000001");
    private readonly MailIds ids = new([1, 2, 3]);
    private readonly MailIds strangers = new([3, 2, 1]);

    [Fact]
    public void The_message_id_of_a_key_is_always_the_same_and_of_another_key_another()
    {
        var id = ids.MessageIdOf(Key, "comune.test");

        Assert.Equal(id, new MailIds([1, 2, 3]).MessageIdOf(Key, "comune.test"));
        Assert.NotEqual(id, ids.MessageIdOf("0192/8/mail/person", "comune.test"));
        Assert.EndsWith("@comune.test", id);
        // RFC 3461: it is the id of the envelope too
        Assert.InRange(id.Length, 1, 100 - 30);
    }

    [Fact]
    public void A_message_id_is_known_with_those_of_every_sending_of_its_mail_and_with_no_other()
    {
        var first = ids.MessageIdOf(Key, "comune.test");
        var second = ids.Next(Key, first);

        Assert.NotEqual(first, second);
        Assert.Equal(ids.Known(first), ids.Known(second));
        Assert.Contains(first, ids.Known(second));
        Assert.Contains(second, ids.Known(first));
        Assert.DoesNotContain(ids.MessageIdOf("0192/8/mail/person", "comune.test"), ids.Known(first));
    }

    [Fact]
    public void A_message_id_with_the_form_of_ours_and_another_mark_is_known_as_nothing()
    {
        var ours = ids.MessageIdOf(Key, "comune.test");

        Assert.Empty(ids.Known(strangers.MessageIdOf(Key, "comune.test")));
        Assert.Empty(ids.Known(ours.Replace("-0.", "-1.", StringComparison.Ordinal)));
        Assert.Empty(ids.Known(ours.Replace("comune", "altrove", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_mail_sent_anew_more_often_than_anybody_does_keeps_its_last_id()
    {
        var id = Enumerable
            .Range(0, 20)
            .Aggregate(ids.MessageIdOf(Key, "comune.test"), (last, _) => ids.Next(Key, last));

        Assert.Equal(id, ids.Next(Key, id));
        Assert.Contains(ids.MessageIdOf(Key, "comune.test"), ids.Known(id));
    }

    [Fact]
    public void A_mail_that_had_an_id_without_mark_is_sent_anew_under_one_with_a_mark()
    {
        const string before = "0123456789abcdef0123456789abcdef01234567@comune.test";

        Assert.Equal([before], ids.Known(before));
        Assert.Contains(ids.MessageIdOf(Key, "comune.test"), ids.Known(ids.Next(Key, before)));
    }

    [Fact]
    public void A_thread_tells_its_dossier_and_one_that_we_did_not_write_tells_none()
    {
        var thread = ids.ThreadOf(Dossier, "comune.test");

        Assert.Equal(Dossier, ids.DossierOf(thread));
        Assert.Null(ids.DossierOf(strangers.ThreadOf(Dossier, "comune.test")));
        Assert.Null(ids.DossierOf($"dossier-{Dossier:D}@comune.test"));
        Assert.Null(ids.DossierOf(thread.Replace("@comune", "@altrove", StringComparison.Ordinal)));
        Assert.Null(ids.DossierOf(thread.Replace("0001.", "0002.", StringComparison.Ordinal)));
        Assert.All((string[])["", "@", "dossier-", "dossier-.@", "x@dossier-.y"], id => Assert.Null(ids.DossierOf(id)));
    }
}
