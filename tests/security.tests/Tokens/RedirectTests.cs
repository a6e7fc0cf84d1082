using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Samstyring.Security.Tests.Tokens;

/// <summary>The token of events goes where the settings say.</summary>
public sealed class RedirectTests(Ground ground)
{
    [Fact]
    public async Task Event_ToAnAddressThatLeadsElsewhere_GoesNoFurther()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var elsewhere = builder.Build();
        elsewhere.MapPost("/events/a", () => Results.Redirect("/elsewhere", preserveMethod: true));
        elsewhere.MapPost("/elsewhere", () => "taken");
        await elsewhere.StartAsync(TestContext.Current.CancellationToken);

        using var answer = await ground.Platform.Steering.Parts.GetRequiredService<HttpClient>()
            .PostAsync($"{elsewhere.Urls.Single()}/events/a", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
    }
}
