namespace TwinningWorkflow.Web.Tests;

/// <summary>Process files as small as a test needs them.</summary>
public static class Bpmn
{
    /// <summary>A file with one process of that id; a message <c>partner</c> is declared.</summary>
    public static string Process(string id, string content) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:tw="urn:twinningworkflow:bpmn:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              id="definitions" targetNamespace="urn:test">
              <bpmn:message id="messagePartner" name="partner" />
              <bpmn:process id="{id}" isExecutable="true">
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

    public static string Task(string id, string form = "") =>
        $"""
            <bpmn:userTask id="{id}" name="{id}">
              <bpmn:extensionElements><tw:form role="clerk">{form}</tw:form></bpmn:extensionElements>
            </bpmn:userTask>
            """;
}
