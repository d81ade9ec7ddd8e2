namespace TwinningWorkflow.Web.Resources;

/// <summary>The names of countries (ISO 3166-1) and of languages (ISO 639-1).</summary>
public sealed class PlaceText;
