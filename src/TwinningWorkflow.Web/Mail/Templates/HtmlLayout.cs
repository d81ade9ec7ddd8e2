namespace TwinningWorkflow.Web.Mail.Templates;

/// <summary>
/// A mail's content as HTML that needs nothing from outside: no image, font or script. One column, readable from 360 px;
/// light and dark; headings and lists for screen readers. Tables only where Outlook knows no other way to a width.
/// </summary>
public static class HtmlLayout
{
    public static string Write(MailContent content, MailWords words) =>
        Markup
            .Of(
                $"""
                <!doctype html>
                <html lang="{content.Language}" dir="ltr">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="supported-color-schemes" content="light dark">
                <title>{content.Subject}</title>
                {Style}
                </head>
                <body>
                <!--[if mso]><table role="presentation" width="600" align="center"><tr><td><![endif]-->
                <div class="page">
                <main>
                <h1>{content.Action}</h1>
                <p class="by {ClassOf(content.Urgency)}"><strong>{content.ByWhen}</strong></p>
                {Dossier(content.Dossier)}{Button(content.Link)}{Markup.Join(
                    content.Sections.Select(section => Section(section))
                )}</main>
                <footer><p>{content.About}</p>{Anchor(content.Unsubscribe)}</footer>
                </div>
                <!--[if mso]></td></tr></table><![endif]-->
                </body>
                </html>

                """
            )
            .ToString();

    private static string ClassOf(Urgency urgency) =>
        urgency switch
        {
            Urgency.Late => "late",
            Urgency.Soon => "soon",
            _ => "calm",
        };

    private static Markup Dossier(string dossier) =>
        dossier.Length == 0
            ? default
            : Markup.Of(
                $"""
                <p class="dossier">{dossier}</p>

                """
            );

    private static Markup Button(MailLink? link) =>
        link is null
            ? default
            : Markup.Of(
                $"""
                <table role="presentation" class="go"><tr><td><a href="{link.Address.AbsoluteUri}">{link.Label}</a></td></tr></table>

                """
            );

    private static Markup Anchor(MailLink? link) =>
        link is null
            ? default
            : Markup.Of(
                $"""
                <p><a href="{link.Address.AbsoluteUri}">{link.Label}</a></p>

                """
            );

    private static Markup Section(MailSection section) =>
        Markup.Of(
            $"""
            <section>
            <h2>{section.Heading}</h2>
            {Markup.Join(section.Sentences.Select(sentence => Markup.Of($"<p>{sentence}</p>\n")))}{Lines(
                section
            )}{Anchor(section.Link)}</section>

            """
        );

    private static Markup Lines(MailSection section) =>
        section.Lines.Count == 0
            ? default
            : Markup.Of(
                $"""
                <dl class="{(section.Fingerprints ? "files" : "facts")}">
                {Markup.Join(
                    section.Lines.Select(line => Markup.Of($"<dt>{line.Name}</dt>\n<dd>{line.Value}</dd>\n"))
                )}</dl>

                """
            );

    private static readonly Markup Style = Markup.Of(
        $$"""
        <style>
        :root { color-scheme: light dark; }
        body { margin: 0; padding: 0; background: #eef2f6; color: #1a2430; font: 16px/1.5 "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
        .page { max-width: 600px; margin: 0 auto; padding: 16px 12px 24px; }
        main { background: #ffffff; border-radius: 8px; padding: 24px 24px 12px; }
        h1 { margin: 0 0 14px; font-size: 24px; line-height: 1.25; font-weight: 700; overflow-wrap: anywhere; }
        h2 { margin: 0 0 4px; font-size: 14px; line-height: 1.4; font-weight: 700; color: #455b71; }
        p { margin: 0 0 10px; overflow-wrap: anywhere; }
        section { margin: 0 0 18px; }
        .by { padding: 10px 14px; border-left: 5px solid #0059b3; background: #e8f1fb; font-size: 17px; }
        .soon { border-left-color: #995c00; background: #fff4dc; }
        .late { border-left-color: #b3162b; background: #fdecee; }
        .dossier { margin-bottom: 18px; color: #455b71; }
        .go { margin: 18px 0 22px; border-collapse: separate; border-spacing: 0; }
        .go td { border-radius: 6px; background: #0059b3; padding: 0; mso-padding-alt: 12px 22px; }
        .go a { display: block; padding: 12px 22px; color: #ffffff; font-weight: 700; text-decoration: none; }
        section a, footer a { color: #0059b3; }
        dl { margin: 0; }
        dt { margin: 8px 0 0; overflow-wrap: anywhere; }
        .facts dt { font-size: 14px; color: #455b71; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .facts dd { font-weight: 600; }
        .files dt { font-weight: 600; }
        .files dd { font: 13px/1.5 ui-monospace, Consolas, monospace; color: #455b71; }
        footer { padding: 14px 24px 0; font-size: 13px; color: #455b71; }
        @media (max-width: 480px) {
          .page { padding: 0 0 20px; }
          main { border-radius: 0; padding: 20px 16px 8px; }
          h1 { font-size: 21px; }
          .go, .go tbody, .go tr, .go td { display: block; }
          .go a { text-align: center; }
          footer { padding: 14px 16px 0; }
        }
        @media (prefers-color-scheme: dark) {
          body { background: #10161d; color: #e6ecf2; }
          main { background: #1a232d; }
          h2, .dossier, .facts dt, .files dd, footer { color: #a9b8c7; }
          .by { background: #16324f; border-left-color: #6cb2ff; }
          .soon { background: #3d2f0f; border-left-color: #f2b84b; }
          .late { background: #451b22; border-left-color: #ff8a98; }
          section a, footer a { color: #6cb2ff; }
          .go td { background: #6cb2ff; }
          .go a { color: #08203a; }
        }
        </style>
        """
    );
}
