using System.CommandLine;
using Samstyring.Cli.Text;
using Samstyring.Offices.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring municipality</c> and <c>samstyring county</c>.</summary>
internal static class RegisterCommands
{
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "Slik registeret er denne dagen; uten: i dag" };
    private static readonly Option<bool> WithoutOffice = new("--without-office") { Description = "Bare de som registeret ikke kjenner noe kontor for" };

    public static Command Municipality() => new("municipality", "Kommuner")
    {
        Run.Command("list", "Liste kommuner", [AsOf, WithoutOffice], async run =>
        {
            var offices = run.Session.Offices;
            var request = new ListMunicipalitiesRequest { AsOf = run.Get(AsOf) ?? "", WithoutOffice = run.Get(WithoutOffice) };
            var response = await run.Session.All(request, (page, options) => offices.ListMunicipalitiesAsync(page, options));
            return run.Show(response, text => OfficeText.Municipalities(text, response.Municipalities));
        }),
    };

    public static Command County() => new("county", "Fylker og Nav fylke")
    {
        Run.Command("list", "Liste fylker og Nav fylke", [], async run =>
        {
            var offices = run.Session.Offices;
            var response = await run.Session.All(new ListCountiesRequest(), (page, options) => offices.ListCountiesAsync(page, options));
            return run.Show(response, text => OfficeText.Counties(text, response));
        }),
    };
}
