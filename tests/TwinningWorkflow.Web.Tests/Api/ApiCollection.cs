using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<SharedTown>
{
    public const string Name = "One town that all of them call";
}

[CollectionDefinition(Name)]
public sealed class ApiDemoCollection : ICollectionFixture<SharedDemo>
{
    public const string Name = "One demonstration whose every endpoint is looked at";
}
