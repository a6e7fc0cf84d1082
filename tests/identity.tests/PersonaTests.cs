namespace Samstyring.Identity.Tests;

public sealed class PersonaTests
{
    [Theory]
    [InlineData("directorate", "directorate", "", "directorate/1")]
    [InlineData("county:5700", "county", "5700", "county:5700/1")]
    [InlineData("county:5700/2", "county", "5700", "county:5700/2")]
    [InlineData("council:5035", "council", "5035", "council:5035/1")]
    [InlineData("municipal-director:5035", "municipal-director", "5035", "municipal-director:5035/1")]
    [InlineData("municipal-director:030108", "municipal-director", "030108", "municipal-director:030108/1")]
    [InlineData("county-governor:50", "county-governor", "50", "county-governor:50/1")]
    [InlineData("office:1783", "office", "1783", "office:1783/1")]
    [InlineData("auditor/2", "auditor", "", "auditor/2")]
    public void Parse_DocumentedForm_IsRead(string text, string role, string unit, string subject)
    {
        var persona = Persona.Parse(text, out var fault);

        Assert.NotNull(persona);
        Assert.Equal((role, unit, subject, ""), (persona.Role, persona.Unit, persona.Subject, fault));
    }

    [Theory]
    [InlineData(null, "Unknown persona")]
    [InlineData("", "Unknown persona")]
    [InlineData("king:1", "county:<unit number>")]
    [InlineData("County:5700", "Unknown persona")]
    [InlineData("county:5700/0", "Unknown persona")]
    [InlineData("county:5700/1/2", "Unknown persona")]
    [InlineData("county:5700\n", "Unknown persona")]
    [InlineData("county", "needs a unit number of 4 digits")]
    [InlineData("county:57", "needs a unit number of 4 digits")]
    [InlineData("council:301", "needs a municipality number of 4 digits")]
    [InlineData("council:030108", "needs a municipality number of 4 digits")]
    [InlineData("municipal-director:460101", "needs a municipality number of 4 digits")]
    [InlineData("county-governor:5000", "needs a county number of 2 digits")]
    [InlineData("directorate:1", "takes no number")]
    public void Parse_OtherText_SaysWhatIsWrong(string? text, string part)
    {
        Assert.Null(Persona.Parse(text, out var fault));
        Assert.Contains(part, fault, StringComparison.Ordinal);
    }
}
