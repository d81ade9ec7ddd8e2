using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Engine.Tests.Conformance;

public sealed class OwnFilesTests
{
    [Fact]
    public void Every_process_file_of_the_product_is_read_without_a_problem()
    {
        var files = Directory.GetFiles(Path.Combine(ConformanceFiles.Repository(), "workflows"), "*.bpmn");

        Assert.NotEmpty(files);
        foreach (var file in files)
            Assert.Empty(BpmnReader.Read(File.ReadAllBytes(file)).Problems);
    }
}
