namespace TwinningWorkflow.Web.Resources;

/// <summary>The texts about people, roles, signing in and setting up.</summary>
public sealed class PeopleText;
