namespace TwinningWorkflow.Web.Resources;

/// <summary>
/// Names the texts of <c>SharedText.resx</c> (Italian) and <c>SharedText.en.resx</c>: the shell, the shared parts and the
/// words that every page uses. A slice with texts of its own has a class and a pair of files like these beside it here.
/// </summary>
public sealed class SharedText;
