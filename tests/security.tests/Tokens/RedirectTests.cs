using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Steering.Api;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Security.Tests.Tokens;

/// <summary>The token of events goes where the settings say.</summary>
public sealed class RedirectTests
{
    [Fact]
    public async Task Event_ToAnAddressThatLeadsElsewhere_GoesNoFurther()
    {
        // Empty: a settings file that lies beside the tests is not meant for it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var elsewhere = builder.Build();
        elsewhere.MapPost("/events/a", () => Results.Redirect("/elsewhere", preserveMethod: true));
        elsewhere.MapPost("/elsewhere", () => "taken");
        await elsewhere.StartAsync(TestContext.Current.CancellationToken);

        // One whose way out is its own, which the platform of the other tests has none of.
        await using var steering = await ServiceFixture<SteeringApi>.Start("steering", host => host.UseSetting("Offices:Address", "http://offices"));
        using var answer = await steering.Parts.GetRequiredService<HttpClient>()
            .PostAsync($"{elsewhere.Urls.Single()}/events/a", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
    }
}
