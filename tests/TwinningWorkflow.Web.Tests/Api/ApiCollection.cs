using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<SharedTown>
{
    public const string Name = "One town that all of them call";
}
