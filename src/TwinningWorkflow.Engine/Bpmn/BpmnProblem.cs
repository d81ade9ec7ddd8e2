using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Why a file is refused.</summary>
/// <param name="Rule">Stable code of the rule, such as <c>unsupported-element</c>.</param>
/// <param name="ElementId">The element's id; the tag where it has none.</param>
/// <param name="Line">Line in the file, from 1; 0 when unknown.</param>
/// <param name="Message">What is wrong: "Expected ..., but ...".</param>
/// <param name="Cure">What to do about it.</param>
public sealed record BpmnProblem(string Rule, string ElementId, int Line, string Message, string Cure);

/// <summary>What reading a file gives: a definition, or the problems for which it is refused.</summary>
/// <param name="Definition">The definition; null when refused.</param>
/// <param name="Problems">The problems; empty when it can run.</param>
public sealed record BpmnReading(ProcessDefinition? Definition, ImmutableArray<BpmnProblem> Problems);
