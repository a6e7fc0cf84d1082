using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Rules;

/// <summary>Decides what a change of structure comes to, or why it cannot be.</summary>
public static class StructureRules
{
    /// <summary>
    /// The plan of a change whose numbers hold on its day (the store knows what an unknown or expired number is called then, and says so before). Refused with all
    /// faults: what is entered from a later day on, numbers that are taken, a host outside its office, a city district of two offices, and a
    /// municipality that had an office and would have none (domain.md B5: «Det skal være et NAV-kontor i alle kommuner.»); in Oslo a city district.
    /// </summary>
    public static Outcome<StructurePlan> Decide(StructureFacts facts, StructureChange change)
    {
        var fields = new Fields();
        var (ended, begun, successions) = Municipalities(facts, change, fields);
        facts = Renumbered(facts, ended, begun);
        var after = NumbersAfter(facts, change, ended, begun);
        var closed = change.ClosedOfficeNumbers.Select((number, i) => Free(fields, $"change.closed_office_numbers[{i}]", facts.Offices[number])).ToList();
        var stated = change.Offices.Select((office, i) => Office(facts, change, office, after, $"change.offices[{i}]", fields)).OfType<OfficePlan>().ToList();
        Repeated(change, fields);
        if (fields.Any)
        {
            return fields.ToRefusal();
        }

        // Offices that the change does not speak of go on with the successors of what they serve.
        var spokenOf = closed.Select(office => office.Number).Concat(stated.Select(office => office.Number)).ToHashSet();
        var followers = facts.Offices.Values.Where(office => !spokenOf.Contains(office.Number))
            .Select(office => new OfficePlan(office.Id, office.Number, null, null, Followed(office, after, change.Source))).Where(plan => plan.Links is not null).ToList();
        foreach (var follower in followers)
        {
            Free(fields, "change.ended_municipality_numbers", facts.Offices[follower.Number]);
        }

        var plan = new StructurePlan(ended, begun, successions, closed, [.. stated, .. followers]);
        ServedTwice(facts, change, plan, fields);
        foreach (var (number, field) in LeftWithout(facts, change, plan, after))
        {
            fields.Add(field, ErrorReason.MunicipalityWithoutOffice, number);
        }

        return fields.Any ? fields.ToRefusal() : plan;
    }

    private static (List<MunicipalityThen> Ended, List<(string Number, string Name, int? Id)> Begun, List<(int, string)> Successions) Municipalities(
        StructureFacts facts, StructureChange change, Fields fields)
    {
        var ended = change.EndedMunicipalityNumbers.Select(number => facts.Municipalities[number]).ToList();
        for (var i = 0; i < ended.Count; i++)
        {
            Free(fields, $"change.ended_municipality_numbers[{i}]", ended[i].Number, ended[i].LaterChange);
        }

        if (ended.Count == 0 != (change.Municipalities.Count == 0))
        {
            fields.Add(ended.Count == 0 ? "change.ended_municipality_numbers" : "change.municipalities", ErrorReason.FieldRequired);
        }
        else if (ended.Count > 1 && change.Municipalities.Count > 1)
        {
            fields.Add("change.municipalities", ErrorReason.FieldNotAllowed, $"{change.Municipalities.Count}");
        }

        var begun = new List<(string Number, string Name, int? Id)>();
        for (var i = 0; i < change.Municipalities.Count; i++)
        {
            var (number, name, field) = (change.Municipalities[i].Number, change.Municipalities[i].Name, $"change.municipalities[{i}].number");
            Digits(fields, field, number);
            if (facts.Municipalities.TryGetValue(number, out var there))
            {
                if (ended.Contains(there))
                {
                    fields.Add(field, ErrorReason.NumberTaken, number);
                }

                Free(fields, field, number, there.LaterChange);

                continue;
            }

            if (facts.LaterNumbers.Contains(number))
            {
                fields.Add(field, ErrorReason.NumberTaken, number);
            }

            begun.Add((number, fields.Required($"change.municipalities[{i}].name", name), ended.Find(municipality => municipality.Name == name)?.Id));
        }

        var successions = from old in ended
                          from heir in change.Municipalities
                          where !begun.Exists(b => b.Number == heir.Number && b.Id == old.Id)
                          select (old.Id, heir.Number);
        return (ended, begun, [.. successions]);
    }

    // A municipality that goes on under another number is served as before.
    private static StructureFacts Renumbered(StructureFacts facts, List<MunicipalityThen> ended, List<(string Number, string Name, int? Id)> begun)
    {
        string Now(string number) => begun.Find(b => b.Id is { } id && ended.Exists(old => old.Number == number && old.Id == id)).Number ?? number;
        return begun.TrueForAll(b => b.Id is null) ? facts : facts with
        {
            Offices = facts.Offices.ToDictionary(
                office => office.Key,
                office => office.Value with { Links = [.. office.Value.Links.Select(link => link with { MunicipalityNumber = Now(link.MunicipalityNumber) })] }),
        };
    }

    // What each number that an office may be linked to is after the change: itself, or the numbers that take its place.
    private static Dictionary<string, IReadOnlyList<string>> NumbersAfter(
        StructureFacts facts, StructureChange change, List<MunicipalityThen> ended, List<(string Number, string Name, int? Id)> begun)
    {
        var after = facts.Municipalities.Keys.ToDictionary(number => number, number => (IReadOnlyList<string>)[number]);
        IReadOnlyList<string> heirs = [.. change.Municipalities.Select(heir => heir.Number)];
        foreach (var old in ended)
        {
            after[old.Number] = heirs;
            if (begun.Find(b => b.Id == old.Id).Number is { } renumbered)
            {
                after[renumbered] = heirs;
            }
        }

        return after;
    }

    private static OfficePlan? Office(
        StructureFacts facts, StructureChange change, OfficeFromDay office, Dictionary<string, IReadOnlyList<string>> after, string field, Fields fields)
    {
        Digits(fields, $"{field}.number", office.Number);
        var there = facts.Offices.GetValueOrDefault(office.Number);
        if (there is not null)
        {
            Free(fields, $"{field}.number", there);
        }
        else
        {
            fields.Required($"{field}.name", office.Name);
            fields.Required($"{field}.county_unit_number", office.CountyUnitNumber);
            fields.Required($"{field}.municipality_numbers", string.Join(' ', office.MunicipalityNumbers));
            if (facts.LaterNumbers.Contains(office.Number))
            {
                fields.Add($"{field}.number", ErrorReason.NumberTaken, office.Number);
            }
        }

        var holding = after.Values.SelectMany(numbers => numbers).Concat(change.Municipalities.Select(municipality => municipality.Number)).ToHashSet();
        for (var i = 0; i < office.MunicipalityNumbers.Count; i++)
        {
            if (!holding.Contains(office.MunicipalityNumbers[i]))
            {
                fields.Add($"{field}.municipality_numbers[{i}]", ErrorReason.MunicipalityUnknown, office.MunicipalityNumbers[i], ("number", office.MunicipalityNumbers[i]));
            }
        }

        var before = there is null ? [] : Followed(there, after, change.Source) ?? there.Links;
        var numbers = office.MunicipalityNumbers.Count > 0 ? [.. office.MunicipalityNumbers.Distinct()] : before.Select(link => link.MunicipalityNumber).Distinct().ToList();
        if (office.HostNumber.Length > 0 && !numbers.Contains(office.HostNumber))
        {
            fields.Add($"{field}.host_number", ErrorReason.HostNotParticipant, office.HostNumber);
        }

        Districts(facts, office, numbers, before, field, fields);
        var links = numbers.SelectMany(number => Links(office, number, numbers.Count, before, change.Source)).ToList();
        return new OfficePlan(there?.Id, office.Number, Other(office.Name, there?.Name), Other(office.CountyUnitNumber, there?.UnitNumber), there is not null && links.SequenceEqual(there.Links) ? null : links);
    }

    // The municipality as it was served, with what the change says of roles and services.
    private static IEnumerable<LinkThen> Links(OfficeFromDay office, string number, int count, IReadOnlyList<LinkThen> before, string source)
    {
        var services = string.Join(';', office.ServiceCodes.Distinct().Order(StringComparer.Ordinal));
        var role = count == 1 || office.HostNumber == number ? MunicipalityRole.Host
            : office.HostNumber.Length > 0 ? MunicipalityRole.Participant
            : MunicipalityRole.Unspecified;
        var known = before.Where(link => link.MunicipalityNumber == number).ToList();
        var districts = office.CityDistricts.Where(district => IsIn(district, number)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (districts.Count > 0)
        {
            known = districts.ConvertAll(district => known.Find(link => link.CityDistrict == district) ??
                new LinkThen(number, district, known.FirstOrDefault()?.Role ?? role, services, LinkBasis.Source, source));
        }
        else if (known.Count == 0)
        {
            return [new LinkThen(number, "", role, services, LinkBasis.Source, source)];
        }

        return known.Select(link => link with
        {
            Role = role == MunicipalityRole.Unspecified ? link.Role : role,
            ServiceCodes = services.Length > 0 ? services : link.ServiceCodes,
        });
    }

    // Districts are those that the register knows, of municipalities that the office serves. In Oslo an office owes an answer which.
    private static void Districts(
        StructureFacts facts, OfficeFromDay office, List<string> numbers, IReadOnlyList<LinkThen> before, string field, Fields fields)
    {
        var known = facts.Offices.Values.SelectMany(other => other.Links).Select(link => link.CityDistrict).ToHashSet();
        for (var i = 0; i < office.CityDistricts.Count; i++)
        {
            var district = office.CityDistricts[i];
            if (district.Length == 0 || !known.Contains(district) || !numbers.Exists(number => IsIn(district, number)))
            {
                fields.Add($"{field}.city_districts[{i}]", ErrorReason.CityDistrictUnknown, district);
            }
        }

        if (numbers.Contains(Place.Oslo) && office.CityDistricts.Count == 0 && !before.Any(link => link.MunicipalityNumber == Place.Oslo))
        {
            fields.Add($"{field}.city_districts", ErrorReason.FieldRequired);
        }
    }

    // A district's number begins with its municipality's.
    private static bool IsIn(string district, string municipality) => district.StartsWith(municipality, StringComparison.Ordinal);

    // A district is served by one office at a time: the one that had it gives it up in the same change.
    private static void ServedTwice(StructureFacts facts, StructureChange change, StructurePlan plan, Fields fields)
    {
        var links = LinksAfter(facts, plan).Where(link => link.Link.CityDistrict.Length > 0).ToLookup(link => link.Link.CityDistrict, link => link.Office);
        for (var i = 0; i < change.Offices.Count; i++)
        {
            for (var j = 0; j < change.Offices[i].CityDistricts.Count; j++)
            {
                if (links[change.Offices[i].CityDistricts[j]].Any(office => office != change.Offices[i].Number))
                {
                    fields.Add($"change.offices[{i}].city_districts[{j}]", ErrorReason.NumberTaken, change.Offices[i].CityDistricts[j]);
                }
            }
        }
    }

    private static IEnumerable<(string Office, LinkThen Link)> LinksAfter(StructureFacts facts, StructurePlan plan)
    {
        var changed = plan.Offices.Where(office => office.Links is not null).ToDictionary(office => office.Number);
        var gone = plan.ClosedOffices.Select(office => office.Number).ToHashSet();
        return facts.Offices.Values.Where(office => !gone.Contains(office.Number) && !changed.ContainsKey(office.Number))
            .SelectMany(office => office.Links.Select(link => (office.Number, link)))
            .Concat(changed.Values.SelectMany(office => office.Links!.Select(link => (office.Number, link))));
    }

    // The links of an office when what it serves has successors; null when none has.
    private static List<LinkThen>? Followed(OfficeThen office, Dictionary<string, IReadOnlyList<string>> after, string source)
    {
        if (office.Links.All(link => after[link.MunicipalityNumber] is [var same] && same == link.MunicipalityNumber))
        {
            return null;
        }

        var links = office.Links
            .SelectMany(link => after[link.MunicipalityNumber].Select(number => number == link.MunicipalityNumber
                ? link
                : link with { MunicipalityNumber = number, CityDistrict = "", Basis = LinkBasis.Source, Source = source }))
            .GroupBy(link => (link.MunicipalityNumber, link.CityDistrict))
            .Select(same => same.OrderBy(link => link.Role == MunicipalityRole.Host ? 0 : 1).First()).ToList();
        return links.Select(link => link.MunicipalityNumber).Distinct().Count() == 1 ? links.ConvertAll(link => link with { Role = MunicipalityRole.Host }) : links;
    }

    // Municipalities, in Oslo city districts, that had an office, themselves or through what they take over, and would have none; with the field that takes it away.
    private static IEnumerable<(string Number, string Field)> LeftWithout(
        StructureFacts facts, StructureChange change, StructurePlan plan, Dictionary<string, IReadOnlyList<string>> after)
    {
        var served = LinksAfter(facts, plan).Select(own => Place.Of(own.Link.MunicipalityNumber, own.Link.CityDistrict)).ToHashSet();
        foreach (var office in facts.Offices.Values.OrderBy(office => office.Number, StringComparer.Ordinal))
        {
            var places = office.Links.SelectMany(link => after[link.MunicipalityNumber]
                .Select(number => Place.Of(number, number == link.MunicipalityNumber ? link.CityDistrict : ""))).Distinct();
            foreach (var place in places.Where(place => !served.Any(place.IsServedBy)).OrderBy(place => place.Number, StringComparer.Ordinal))
            {
                served.Add(place);
                yield return (place.Number, Field(change, office.Number));
            }
        }
    }

    private static string Field(StructureChange change, string office)
    {
        var (closed, changed) = (change.ClosedOfficeNumbers.IndexOf(office), change.Offices.ToList().FindIndex(o => o.Number == office));
        return closed >= 0 ? $"change.closed_office_numbers[{closed}]" : changed < 0 ? "change.municipalities"
            : $"change.offices[{changed}].{(change.Offices[changed].MunicipalityNumbers.Count > 0 ? "municipality_numbers" : "city_districts")}";
    }

    private static void Repeated(StructureChange change, Fields fields)
    {
        var offices = change.ClosedOfficeNumbers.Select((number, i) => (number, Field: $"change.closed_office_numbers[{i}]"))
            .Concat(change.Offices.Select((office, i) => (office.Number, Field: $"change.offices[{i}].number")));
        var municipalities = change.EndedMunicipalityNumbers.Select((number, i) => (number, Field: $"change.ended_municipality_numbers[{i}]"))
            .Concat(change.Municipalities.Select((municipality, i) => (municipality.Number, Field: $"change.municipalities[{i}].number")));
        foreach (var (number, field) in offices.GroupBy(o => o.Item1).SelectMany(same => same.Skip(1)).Concat(municipalities.GroupBy(m => m.Item1).SelectMany(same => same.Skip(1))))
        {
            fields.Add(field, ErrorReason.EntryRepeated, number);
        }
    }

    private static OfficeThen Free(Fields fields, string field, OfficeThen office)
    {
        Free(fields, field, office.Number, office.LaterChange);
        return office;
    }

    private static void Free(Fields fields, string field, string number, DateOnly? later)
    {
        if (later is { } day)
        {
            fields.Add(field, ErrorReason.LaterChangeEntered, number, ("day", $"{day:yyyy-MM-dd}"));
        }
    }

    private static void Digits(Fields fields, string field, string number)
    {
        if (fields.Required(field, number).Length > 0 && (number.Length != 4 || !number.All(char.IsAsciiDigit)))
        {
            fields.Add(field, ErrorReason.FieldMalformed, number);
        }
    }

    private static string? Other(string stated, string? before) => stated.Length == 0 || stated == before ? null : stated;
}
