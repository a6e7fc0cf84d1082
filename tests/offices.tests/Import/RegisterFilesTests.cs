using Samstyring.Offices.Import;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Tests.Import;

public sealed class RegisterFilesTests
{
    [Fact]
    public void Read_RealFiles_HoldsTheWholeRegister()
    {
        var (facts, faults) = new RegisterFiles(Registers.DataFolder).Read();

        Assert.Empty(faults);
        Assert.Equal(15, facts!.Counties.Count);
        Assert.Equal(357, facts.Municipalities.Count);
        Assert.Equal(463, facts.Offices.Count + facts.CountyUnits.Count + facts.OtherUnits.Count);
        Assert.Equal(248, facts.Offices.Count);
        Assert.Equal(12, facts.CountyUnits.Count);
        Assert.Equal(390, facts.Links.Count + facts.WithoutOffice.Count);
        Assert.Equal(["1835 Træna", "4214 Froland"], facts.WithoutOffice.Select(gap => $"{gap.Number} {gap.Name}"));
        Assert.Equal(
            [(LinkBasis.Source, 340), (LinkBasis.Name, 13), (LinkBasis.Derived, 35)],
            facts.Links.Values.CountBy(link => link.Basis).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Read_RealFiles_NamesAHostOnlyWhereOneIsKnown()
    {
        var links = new RegisterFiles(Registers.DataFolder).Read().Facts!.Links;
        var shared = links.Where(link => links.Keys.Where(key => key.OfficeNumber == link.Key.OfficeNumber).Select(key => key.MunicipalityNumber).Distinct().Count() > 1);

        Assert.All(shared.Where(link => link.Key.OfficeNumber != "1783"), link => Assert.Equal(MunicipalityRole.Unspecified, link.Value.Role));
        Assert.All(links.Except(shared), link => Assert.Equal(MunicipalityRole.Host, link.Value.Role));
        Assert.Equal("5035", Assert.Single(links, link => link.Key.OfficeNumber == "1783" && link.Value.Role == MunicipalityRole.Host).Key.MunicipalityNumber);
    }

    [Theory]
    [InlineData("fylker.csv", "03,Oslo,1", "3,Oslo,1", "fylkesnummer \"3\": a number of 2 digits is required")]
    [InlineData("kommuner.csv", "717710", "mange", "folketall_2024_01_01 \"mange\": a whole number is required")]
    [InlineData("kommuner.csv", "Oslo,Nøytral", "Oslo,Engelsk", "malform \"Engelsk\": one of Bokmål, Nynorsk, Nøytral is required")]
    [InlineData("kommuner.csv", "Eigersund,Eigersund,11,", "Eigersund,Eigersund,99,", "fylkesnummer \"99\": is not a county of the register")]
    [InlineData("kommuner.csv", "1103,Stavanger", "1101,Stavanger", "kommunenummer \"1101\": stands twice")]
    [InlineData("kommune-endringer.csv", "0219,Bærum,,2019,3201", "0219,Bærum,,2019,3299", "nytt_nummer_2024 \"3299\": is not a municipality of the register")]
    [InlineData("kommune-endringer.csv", "0105,Sarpsborg,1992,2019", "0105,Sarpsborg,2092,2019", "gyldig_fra_aar \"2092\": later than gyldig_til_aar 2019")]
    [InlineData("nav-kontor.csv", "LOKAL,Aktiv,915870686", "LOKAL,Ukjent,915870686", "status \"Ukjent\": one of Aktiv, Under etablering, Under avvikling, Nedlagt is required")]
    [InlineData("nav-kontor.csv", ",,,5700,Nav Trøndelag", ",,,5799,Nav Trøndelag", "fylke_enhetsnr \"5799\": is not a county unit of the register")]
    [InlineData("nav-kontor-kommune.csv", "1783,5032,Selbu,,kilde", "1783,5032,Selbu,,rykte", "grunnlag \"rykte\": one of kilde, navn, avledet, ukjent is required")]
    [InlineData("nav-kontor-kommune-tillegg.csv", "1783,5035,vert", "1783,5001,vert", "enhetsnr \"1783\": serves no municipality 5001")]
    public void Read_BadValue_IsNamedWithItsPlace(string file, string before, string after, string expected)
    {
        using var copy = new RegisterCopy().Replace(file, before, after);
        var (facts, faults) = new RegisterFiles(copy.Folder).Read();

        Assert.Null(facts);
        Assert.Contains(faults, fault => fault.ToString().StartsWith($"{file}:", StringComparison.Ordinal) && fault.Line > 1 && $"{fault}".EndsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_FaultsInSeveralFiles_AreAllFound()
    {
        using var copy = new RegisterCopy().Replace("fylker.csv", "03,Oslo,1", "3,Oslo,1").Replace("nav-kontor.csv", "LOKAL,Aktiv,915870686", "LOKAL,Ukjent,915870686")
            .Delete("nav-kontor-kommune-tillegg.csv");
        var (_, faults) = new RegisterFiles(copy.Folder).Read();
        Assert.Equal(["fylker.csv", "kommuner.csv", "nav-kontor-kommune-tillegg.csv", "nav-kontor.csv"], faults.Select(fault => fault.File).Distinct().Order());
    }

    [Fact]
    public void Read_MissingColumn_IsNamedOnce()
    {
        using var copy = new RegisterCopy().Replace("kommuner.csv", ",malform", ",form");
        var (_, faults) = new RegisterFiles(copy.Folder).Read();
        Assert.Contains(faults, fault => fault is { File: "kommuner.csv", Line: 1, Column: "malform", Reason: "the column is missing" });
    }
}
