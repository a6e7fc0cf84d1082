using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Norwegian;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring whoami</c>: what the token says; nothing is asked of the platform.</summary>
internal static class WhoAmICommand
{
    public static Command Build() => Run.Command("whoami", "Vise hvem du er logget inn som", [], async run =>
    {
        if (await run.Session.WhoAmI() is not { } bearer)
            throw new UsageException("Ingen er logget inn: oppgi --as eller --token.");
        var claims = new Struct
        {
            Fields =
            {
                ["subject"] = Value.ForString(bearer.Subject),
                ["role"] = Value.ForString(bearer.Role),
                ["unit"] = Value.ForString(bearer.Unit),
                ["name"] = Value.ForString(bearer.Name),
                ["expires"] = Value.ForString(bearer.Expires.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)),
            },
        };
        return run.Show(claims, text =>
        {
            text.Line(bearer.Name);
            text.Field("Rolle", $"{bearer.Role} {bearer.Unit}".TrimEnd());
            text.Field(text.Say("Utløper", "Går ut"), Dates.Instant(Timestamp.FromDateTimeOffset(bearer.Expires)));
        });
    });
}
