using System.CommandLine;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Simulation;

if (args is ["simulate", ..])
    return await new RootCommand { SimulateVerb.Create() }
        .Parse(args)
        .InvokeAsync();

var builder = WebApplication.CreateBuilder(args);
builder.AddPages();
builder.Services.AddSecurityHeaders();
builder.Services.AddSingleton(TimeProvider.System);
var app = builder.Build();
app.UseSecurityHeaders();
app.UseLocalisation();
app.MapPages();
app.Run();
return 0;
