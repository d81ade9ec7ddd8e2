namespace TwinningWorkflow.Web.Tests;

/// <summary>Process files as small as a test needs them.</summary>
public static class Bpmn
{
    /// <summary>A file with one process of that id; a message <c>partner</c> is declared, with its operation.</summary>
    /// <param name="id">The process's id.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="settings">What stands in its <c>tw:process</c>.</param>
    public static string Process(string id, string content, string settings = "", string beside = "") =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:tw="urn:twinningworkflow:bpmn:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              id="definitions" targetNamespace="urn:test">
              <bpmn:message id="messagePartner" name="partner" /><bpmn:interface id="partnerInterface" name="partner"><bpmn:operation id="partnerOperation" name="partner"><bpmn:inMessageRef>messagePartner</bpmn:inMessageRef></bpmn:operation></bpmn:interface>{beside}
              <bpmn:process id="{id}" isExecutable="true">
                <bpmn:extensionElements><tw:process>{settings}</tw:process></bpmn:extensionElements>
                {content}
              </bpmn:process>
            </bpmn:definitions>
            """;

    public static string Flow(string id, string from, string to) =>
        $"""<bpmn:sequenceFlow id="{id}" sourceRef="{from}" targetRef="{to}" />""";

    /// <summary>Start, then one user task of the clerk, then the end.</summary>
    public static string OneTask(string id) =>
        Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            {Task("opinion")}
            <bpmn:endEvent id="end" />
            {Flow("f1", "start", "opinion")}
            {Flow("f2", "opinion", "end")}
            """
        );

    /// <summary>Two tasks of the clerk at once, from each of which four eyes keep whoever did the other.</summary>
    public static string SideBySide(string id) =>
        Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            <bpmn:parallelGateway id="fork" />
            <bpmn:userTask id="one" name="one"><bpmn:extensionElements><tw:form role="clerk" notBy="other" /></bpmn:extensionElements></bpmn:userTask>
            <bpmn:userTask id="other" name="other"><bpmn:extensionElements><tw:form role="clerk" notBy="one" /></bpmn:extensionElements></bpmn:userTask>
            <bpmn:parallelGateway id="join" />
            <bpmn:endEvent id="end" />
            {Flow("f1", "start", "fork")}
            {Flow("f2", "fork", "one")}
            {Flow("f3", "fork", "other")}
            {Flow("f4", "one", "join")}
            {Flow("f5", "other", "join")}
            {Flow("f6", "join", "end")}
            """
        );

    public static string Task(string id, string form = "") =>
        $"""
            <bpmn:userTask id="{id}" name="{id}">
              <bpmn:extensionElements><tw:form role="clerk">{form}</tw:form></bpmn:extensionElements>
            </bpmn:userTask>
            """;

    /// <summary>
    /// The clerk records a delivery, the mayor a word on it; then a term of thirty days runs from the day of the delivery.
    /// </summary>
    public static string Delivered(string id) =>
        Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            {Task(
                "delivery",
                """
                <tw:outcome id="delivered"><tw:label xml:lang="it">Consegnato</tw:label><tw:label xml:lang="en">Delivered</tw:label></tw:outcome>
                <tw:field id="on" type="date" required="true" notAfter="today"><tw:label xml:lang="it">Consegnato il</tw:label><tw:label xml:lang="en">Delivered on</tw:label></tw:field>
                <tw:field id="number" type="integer" />
                <tw:field id="who" personal="true" />
                """
            )}
            <bpmn:userTask id="word" name="word">
              <bpmn:extensionElements><tw:form role="mayor"><tw:field id="said" /></tw:form></bpmn:extensionElements>
            </bpmn:userTask>
            <bpmn:intermediateCatchEvent id="elapsed" name="Trenta giorni">
              <bpmn:extensionElements><tw:label xml:lang="en">Thirty days</tw:label></bpmn:extensionElements>
              <bpmn:timerEventDefinition>
                <bpmn:extensionElements><tw:term amount="30" unit="days" from="delivery.on" /></bpmn:extensionElements>
              </bpmn:timerEventDefinition>
            </bpmn:intermediateCatchEvent>
            <bpmn:endEvent id="end" />
            {Flow("f1", "start", "delivery")}
            {Flow("f2", "delivery", "word")}
            {Flow("f3", "word", "elapsed")}
            {Flow("f4", "elapsed", "end")}
            """
        );

    /// <summary>
    /// The clerk records a delivery, from which a day is computed, and whether it went abroad, by which the process goes its way.
    /// </summary>
    public static string Counted(string id) =>
        Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            <bpmn:userTask id="delivery" name="delivery">
              <bpmn:extensionElements>
                <tw:form role="clerk">
                  <tw:field id="on" type="date" required="true" notBefore="day" notAfter="today"><tw:label xml:lang="it">Consegnato il</tw:label><tw:label xml:lang="en">Delivered on</tw:label></tw:field>
                  <tw:field id="abroad" type="flag"><tw:label xml:lang="it">Estero</tw:label><tw:label xml:lang="en">Abroad</tw:label></tw:field>
                </tw:form>
                <tw:set variable="day" value="delivery.on" />
                <tw:set variable="end" value="delivery.on + 20" />
              </bpmn:extensionElements>
            </bpmn:userTask>
            <bpmn:exclusiveGateway id="where" name="All'estero?" default="f3"><bpmn:extensionElements><tw:label xml:lang="en">Abroad?</tw:label></bpmn:extensionElements></bpmn:exclusiveGateway>
            {Task("here")}
            {Task("there")}
            <bpmn:endEvent id="end1" />
            <bpmn:endEvent id="end2" />
            {Flow("f1", "start", "delivery")}
            {Flow("f2", "delivery", "where")}
            {Flow("f3", "where", "here")}
            <bpmn:sequenceFlow id="f4" sourceRef="where" targetRef="there"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">delivery.abroad == true</bpmn:conditionExpression></bpmn:sequenceFlow>
            {Flow("f5", "here", "end1")}
            {Flow("f6", "there", "end2")}
            """,
            """
            <tw:variable name="day" type="date"><tw:label xml:lang="it">Primo giorno</tw:label><tw:label xml:lang="en">First day</tw:label></tw:variable>
            <tw:variable name="end" type="date"><tw:label xml:lang="it">Fine</tw:label><tw:label xml:lang="en">End</tw:label></tw:variable>
            """
        );

    /// <summary>A task that an interrupting timer takes away after a period.</summary>
    public static string TaskWithTimer(string id, string period) =>
        Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            {Task("opinion")}
            <bpmn:boundaryEvent id="late" attachedToRef="opinion">
              <bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{period}</bpmn:timeDuration></bpmn:timerEventDefinition>
            </bpmn:boundaryEvent>
            <bpmn:endEvent id="end" />
            <bpmn:endEvent id="tooLate" />
            {Flow("f1", "start", "opinion")}
            {Flow("f2", "opinion", "end")}
            {Flow("f3", "late", "tooLate")}
            """
        );

    /// <summary>A task with a deadline in days, of which people are reminded.</summary>
    public static string TaskWithDeadline(string id, int days) =>
        Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            {Task("opinion", $"""<tw:deadline amount="{days}" unit="days" />""")}
            <bpmn:endEvent id="end" />
            {Flow("f1", "start", "opinion")}
            {Flow("f2", "opinion", "end")}
            """
        );

    /// <summary>A task, and after it the wait for the message <c>partner</c> with no more votes than the task found seats.</summary>
    public static string TaskThenMessage(string id) =>
        Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            {Task("opinion", """<tw:field id="seats" type="integer" />""")}
            <bpmn:receiveTask id="vote" messageRef="messagePartner">
              <bpmn:extensionElements>
                <tw:form role="clerk"><tw:field id="votes" type="integer" notAfter="opinion.seats" /></tw:form>
              </bpmn:extensionElements>
            </bpmn:receiveTask>
            {Task("sign")}
            <bpmn:endEvent id="end" />
            {Flow("f1", "start", "opinion")}
            {Flow("f2", "opinion", "vote")}
            {Flow("f3", "vote", "sign")}
            {Flow("f4", "sign", "end")}
            """
        );

    /// <summary>A text, which may be left out, then its signature with a copy in each of its languages.</summary>
    public static string Signing(string id) =>
        Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            {Task("agree", """<tw:field id="text" type="newTextVersion" />""")}
            {Task(
                "sign",
                """
                <tw:outcome id="signed"><tw:label xml:lang="it">Firmato</tw:label></tw:outcome>
                <tw:outcome id="postponed"><tw:label xml:lang="it">Rinviato</tw:label></tw:outcome>
                <tw:field id="place" type="text" requiredFor="signed"><tw:label xml:lang="it">Luogo</tw:label></tw:field>
                <tw:field id="scans" type="filesByLanguage" languagesOf="agree.text" requiredFor="signed">
                  <tw:label xml:lang="it">Copie firmate</tw:label><tw:label xml:lang="en">Signed copies</tw:label>
                </tw:field>
                """
            )}
            <bpmn:endEvent id="end" />
            {Flow("f1", "start", "agree")}
            {Flow("f2", "agree", "sign")}
            {Flow("f3", "sign", "end")}
            """
        );

    /// <summary>A vote after which the process stops at a gateway, unless there are more than 20 votes or less than none.</summary>
    public static string Stopping(string id) =>
        Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            {Task(
                "vote",
                """
                <tw:outcome id="yes"><tw:label xml:lang="it">Sì</tw:label><tw:label xml:lang="en">Yes</tw:label></tw:outcome>
                <tw:outcome id="no"><tw:label xml:lang="it">No</tw:label><tw:label xml:lang="en">No</tw:label></tw:outcome>
                <tw:field id="votes" type="integer"><tw:label xml:lang="it">Voti</tw:label><tw:label xml:lang="en">Votes</tw:label></tw:field>
                """
            )}
            <bpmn:exclusiveGateway id="enough" name="Voti bastanti?" />
            {Task("sign")}
            {Task("again")}
            <bpmn:endEvent id="end" />
            {Flow("f1", "start", "vote")}
            {Flow("f2", "vote", "enough")}
            <bpmn:sequenceFlow id="f3" sourceRef="enough" targetRef="sign">
              <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">vote.outcome == 'yes' and vote.votes &gt; 20</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            <bpmn:sequenceFlow id="f4" sourceRef="enough" targetRef="again">
              <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">vote.votes &lt; 0</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            {Flow("f5", "sign", "end")}
            {Flow("f6", "again", "end")}
            """
        );

    /// <summary>A service between start and a task.</summary>
    public static string Service(string id, string service) =>
        Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            <bpmn:serviceTask id="work">
              <bpmn:extensionElements>
                <tw:service name="{service}"><tw:result name="number" type="text" /></tw:service>
              </bpmn:extensionElements>
            </bpmn:serviceTask>
            {Task("opinion")}
            <bpmn:endEvent id="end" />
            {Flow("f1", "start", "work")}
            {Flow("f2", "work", "opinion")}
            {Flow("f3", "opinion", "end")}
            """
        );

    /// <summary>
    /// A visit in a process of its own, called in the lane of the mayor: a task, then a legal window of three days. Its
    /// decision comes back and is told to the partner.
    /// </summary>
    public static string Calling(string id) =>
        Process(
                id,
                $"""
                <bpmn:laneSet id="lanes"><bpmn:lane id="mayorLane" name="Sindaco">
                  <bpmn:extensionElements><tw:lane role="mayor" /></bpmn:extensionElements><bpmn:flowNodeRef>visit</bpmn:flowNodeRef>
                </bpmn:lane></bpmn:laneSet>
                <bpmn:startEvent id="start" />
                <bpmn:callActivity id="visit" name="Visita" calledElement="visiting">
                  <bpmn:extensionElements><tw:out name="decision" value="welcome.decision" /></bpmn:extensionElements>
                </bpmn:callActivity>
                <bpmn:sendTask id="tell" messageRef="messagePartner">
                  <bpmn:extensionElements><tw:send to="PARTNER" facts="visit.decision" /></bpmn:extensionElements>
                </bpmn:sendTask>
                {Task("sign")}
                <bpmn:endEvent id="end" />
                {Flow("f1", "start", "visit")}
                {Flow("f2", "visit", "tell")}
                {Flow("f3", "tell", "sign")}
                {Flow("f4", "sign", "end")}
                """
            )
            .Replace(
                "</bpmn:definitions>",
                $"""
                <bpmn:process id="visiting" isExecutable="true">
                {Flow("v1", "begin", "welcome")}
                {Flow("v2", "welcome", "window")}
                {Flow("v3", "window", "over")}
                  <bpmn:startEvent id="begin" />
                  {Task(
                    "welcome",
                    """<tw:field id="decision" type="text"><tw:label xml:lang="it">Decisione</tw:label></tw:field>"""
                )}
                  <bpmn:intermediateCatchEvent id="window" name="Finestra"><bpmn:timerEventDefinition>
                    <bpmn:extensionElements><tw:term amount="3" unit="days" from="today" /></bpmn:extensionElements>
                  </bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
                  <bpmn:endEvent id="over" />
                </bpmn:process></bpmn:definitions>
                """,
                StringComparison.Ordinal
            );
}
