using static TwinningWorkflow.Engine.Tests.Bpmn.Refusals;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>What is misspelt or misplaced in the extension namespace.</summary>
public sealed class ExtensionRefusalTests
{
    public static TheoryData<string, string, string> Bodies =>
        new()
        {
            { "unknown-attribute", "a", Task("""<tw:form rol="clerk"/>""") },
            { "unknown-attribute", "f", Task("""<tw:form><tw:field id="f" requiredfor="x"/></tw:form>""") },
            { "unknown-attribute", "a", Task("""<tw:label lang="en">Text</tw:label>""") },
            { "unknown-attribute", "a", Task("", """tw:role="clerk" """) },
            {
                "unknown-attribute",
                "w",
                """<startEvent id="s"/><serviceTask id="w"><ext><tw:service name="n" retries="3"/></ext></serviceTask><flow path="s w"/>"""
            },
            {
                "unknown-attribute",
                "e",
                """<startEvent id="s"/><endEvent id="e"><ext><tw:send to="X" template="t"/></ext><messageEventDefinition messageRef="m"/></endEvent><flow path="s e"/>"""
            },
            { "unknown-extension", "a", Task("<tw:fom/>") },
            { "unknown-extension", "a", Task("<tw:form><tw:outcomes/></tw:form>") },
            { "unknown-extension", "a", Task("""<tw:service name="n"/>""") },
            {
                "unknown-extension",
                "a",
                """<startEvent id="s"/><userTask id="a"><tw:form role="clerk"/></userTask><flow path="s a"/>"""
            },
            {
                "unknown-extension",
                "c",
                Catch(
                    "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>",
                    """<ext><tw:form/></ext>"""
                )
            },
            {
                "unknown-extension",
                "s",
                """<startEvent id="s"><ext><tw:form/></ext><messageEventDefinition messageRef="m"/></startEvent><userTask id="a"/><flow path="s a"/>"""
            },
            {
                "unknown-extension",
                "g",
                """<startEvent id="s"/><eventBasedGateway id="g"><ext><tw:set variable="n" value="1"/></ext></eventBasedGateway><receiveTask id="r" messageRef="m"/><receiveTask id="q" messageRef="n"/><flow path="s g r"/><flow path="g q"/>"""
            },
            {
                "unknown-extension",
                "esp",
                Event(
                    """<startEvent id="es"><messageEventDefinition messageRef="m"/></startEvent>""",
                    """<ext><tw:set variable="n" value="1"/></ext>"""
                )
            },
            { "extension-twice", "a", Task("<tw:form/><tw:form/>") },
            { "set-twice", "a", Task("""<tw:set variable="n" value="1"/><tw:set variable="n" value="2"/>""") },
            { "unknown-variable", "a", Task("""<tw:set variable="nn" value="1"/>""") },
            { "expression-type", "a", Task("""<tw:set variable="n" value="today"/>""") },
            { "service-name", "w", """<startEvent id="s"/><serviceTask id="w"/><flow path="s w"/>""" },
            {
                "unknown-fact",
                "t",
                """<startEvent id="s"/><sendTask id="t" messageRef="m"><ext><tw:send facts="n giunta.act"/></ext></sendTask><flow path="s t"/>"""
            },
            {
                "label-twice",
                "a",
                Task("""<tw:label xml:lang="en">A</tw:label><tw:label xml:lang="en">B</tw:label>""")
            },
            { "unknown-gate", "a", Task("""<tw:form gate="sigining"/>""") },
            {
                "unknown-outcome",
                "a",
                Task("""<tw:form gate="g" gateFor="signd"><tw:outcome id="signed"/></tw:form>""")
            },
            { "unknown-outcome", "a", Task("""<tw:form expected="aye"><tw:outcome id="yes"/></tw:form>""") },
            { "term-amount", "a", Task("""<tw:form expectedDays="soon"/>""") },
            { "expression-type", "a", Task("""<tw:form expectedOn="'tomorrow'"/>""") },
            { "not-by", "a", Task("""<tw:form notBy="a"/>""") },
            {
                "unknown-attribute",
                "r",
                """<startEvent id="s"/><receiveTask id="r" messageRef="m"><ext><tw:form notBy="a"/></ext></receiveTask><userTask id="a"/><flow path="s r a"/>"""
            },
            { "not-by", "a", Task("""<tw:form notBy="s"/>""") },
            { "not-by", "a", Task("""<tw:form notBy="nowhere"/>""") },
            {
                "unknown-outcome",
                "f",
                Task("""<tw:form><tw:outcome id="approved"/><tw:field id="f" requiredFor="aproved"/></tw:form>""")
            },
            { "id-twice", "a", Task("""<tw:form><tw:outcome id="x"/><tw:outcome id="x"/></tw:form>""") },
            { "id-twice", "a", Task("""<tw:form><tw:field id="x"/><tw:field id="x"/></tw:form>""") },
            { "id-twice", "a", Task("""<tw:form><tw:field id="outcome"/></tw:form>""") },
            { "extension-id", "a b", Task("""<tw:form><tw:field id="a b"/></tw:form>""") },
            { "extension-id", "a", Task("""<tw:form><tw:outcome/></tw:form>""") },
            { "choices", "f", Task("""<tw:form><tw:field id="f" type="choice"/></tw:form>""") },
            { "choices", "f", Task("""<tw:form><tw:field id="f"><tw:choice id="x"/></tw:field></tw:form>""") },
            { "unknown-value", "f", Task("""<tw:form><tw:field id="f" type="dates"/></tw:form>""") },
            { "personal-type", "f", Task("""<tw:form><tw:field id="f" type="date" personal="true"/></tw:form>""") },
            { "bound-type", "f", Task("""<tw:form><tw:field id="f" notBefore="today"/></tw:form>""") },
            { "bound-type", "f", Task("""<tw:form><tw:field id="f" type="files" differs="'x'"/></tw:form>""") },
            { "expression-type", "f", Task("""<tw:form><tw:field id="f" differs="today"/></tw:form>""") },
            {
                "expression-type",
                "f",
                Task("""<tw:form><tw:field id="f" type="integer" notBefore="today"/></tw:form>""")
            },
            { "languages-of", "f", Task("""<tw:form><tw:field id="f" type="filesByLanguage"/></tw:form>""") },
            {
                "languages-of",
                "f",
                Task("""<tw:form><tw:field id="f" type="files" languagesOf="a.given"/></tw:form>""")
            },
            {
                "languages-of",
                "a",
                Task(
                    """<tw:form><tw:field id="t" type="textVersion"/><tw:field id="f" type="filesByLanguage" languagesOf="a.t"/></tw:form>"""
                )
            },
            {
                "expression-type",
                "f",
                Task("""<tw:form><tw:field id="f" type="filesByLanguage" languagesOf="n"/></tw:form>""")
            },
            {
                "expression",
                "f",
                Task("""<tw:form><tw:field id="f" type="filesByLanguage" languagesOf="nobody.text"/></tw:form>""")
            },
            { "max-length", "f", Task("""<tw:form><tw:field id="f" maxLength="long"/></tw:form>""") },
            { "unknown-value", "a", Task("""<tw:form><tw:deadline amount="3" reminders="dayBefor"/></tw:form>""") },
            { "attribute-missing", "a", Remind("""<tw:remind days="1"/>""") },
            { "unknown-value", "a", Remind("""<tw:remind at="later"/>""") },
            { "unknown-value", "a", Remind("""<tw:remind at="due" to="everybody"/>""") },
            { "term-amount", "a", Remind("""<tw:remind at="before"/>""") },
            { "term-amount", "a", Remind("""<tw:remind at="before" days="0"/>""") },
            { "term-amount", "a", Remind("""<tw:remind at="after" days="1" every="0"/>""") },
            { "reminder-moment", "a", Remind("""<tw:remind at="due" days="1"/>""") },
            { "reminder-moment", "a", Remind("""<tw:remind at="before" days="1" every="2"/>""") },
            { "reminder-moment", "a", Remind("""<tw:remind at="after" days="1" to="superior" climbs="2"/>""") },
            { "reminder-moment", "a", Remind("""<tw:remind at="start"/>""") },
            { "reminder-climbs", "a", Remind("""<tw:remind at="after" days="1" every="2" climbs="2"/>""") },
            { "reminder-twice", "a", Remind("""<tw:remind at="due"/><tw:remind at="due" to="deputies"/>""") },
            { "reminder-never", "a", Remind("""<tw:remind at="never"/><tw:remind at="due"/>""") },
            {
                "reminders-twice",
                "a",
                Task(
                    """<tw:form><tw:deadline amount="3" reminders="dueDay"><tw:remind at="due"/></tw:deadline></tw:form>"""
                )
            },
            {
                "reminder-moment",
                "c",
                Timer("""<ext><tw:term amount="30" from="today"><tw:remind at="after" days="1"/></tw:term></ext>""")
            },
            {
                "unknown-attribute",
                "c",
                Timer("""<ext><tw:term amount="30" from="today"><tw:remind at="due" every="1"/></tw:term></ext>""")
            },
            {
                "unknown-extension",
                "w",
                """<startEvent id="s"/><sendTask id="w" messageRef="m"><ext><tw:send to="X"><tw:term amount="30"><tw:remind at="due"/></tw:term></tw:send></ext></sendTask><flow path="s w"/>"""
            },
            { "variable-name", "a", Task("""<tw:form><tw:field id="given"/></tw:form>""") },
            {
                "expression",
                "x-e",
                """<startEvent id="s"/><userTask id="u"><ext><tw:form><tw:field id="who" personal="true"/></tw:form></ext></userTask><exclusiveGateway id="x" default="x-f"/><endEvent id="e"/><endEvent id="f"/><flow path="s u x f"/><flow path="x e" when="u.who == 'Anna'"/>"""
            },
        };

    private static string Remind(string lines) =>
        Task($"""<tw:form><tw:deadline amount="3">{lines}</tw:deadline></tw:form>""");

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_process_is_refused_by_rule_element_line_and_cure(string rule, string element, string body) =>
        Refused(rule, element, ProcessText.File(body, Settings));
}
