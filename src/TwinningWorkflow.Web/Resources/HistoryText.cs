namespace TwinningWorkflow.Web.Resources;

/// <summary>The sentences of the history, and the names of a dossier's data in it.</summary>
public sealed class HistoryText;
