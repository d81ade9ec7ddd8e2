using System.CommandLine;
using TwinningWorkflow.Web.Hosting.Verbs;
using TwinningWorkflow.Web.Simulation;

var root = ServeVerb.Root();
root.Subcommands.Add(ServeVerb.Demo());
root.Subcommands.Add(MigrateVerb.Create());
root.Subcommands.Add(CheckWorkflowsVerb.Create());
root.Subcommands.Add(SimulateVerb.Create());
root.Subcommands.Add(ExportHistoryVerb.Create());
root.Subcommands.Add(CreateAdminVerb.Create());
return await root.Parse(args).InvokeAsync();
