using TwinningWorkflow.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPages();
builder.Services.AddSecurityHeaders();
builder.Services.AddSingleton(new BusinessClock(TimeProvider.System));
var app = builder.Build();
app.UseSecurityHeaders();
app.UseLocalisation();
app.MapPages();
app.Run();
