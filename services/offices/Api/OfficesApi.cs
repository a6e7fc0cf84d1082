using System.Globalization;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Events;
using Samstyring.Offices.Import;
using Samstyring.Offices.Store;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

/// <summary>The register over gRPC. One file per rpc; here what several share.</summary>
public sealed partial class OfficesApi(
    Rpc rpc, OfficeStore store, AgreementStore agreements, ProfileStore profiles, OfficePublisher publisher, DirectiveMapper mapper, ProfileImport import,
    StructureStore structure, RegisterUpdateStore updates)
    : Pb.OfficesService.OfficesServiceBase
{
    /// <summary>The scope a text says; a text that is none is a fault with the character at which reading stopped.</summary>
    private static Scope? ParseScope(Fields fields, string field, string text)
    {
        if (fields.Required(field, text).Trim().Length == 0)
        {
            return null;
        }

        var parse = Scope.Parse(text);
        if (parse.Scope is null)
        {
            fields.Add(
                field, ErrorReason.ScopeMalformed, text,
                ("position", parse.Position.ToString(CultureInfo.InvariantCulture)), ("expected", parse.Expected));
        }

        return parse.Scope;
    }

    // The id of the office that has the number on the day; a number that is no more names what took its place.
    private async Task<Outcome<int>> FindOffice(ReadContext read, string number, DateOnly day)
    {
        var (id, known) = await store.FindOffice(read.Connection, number, day);
        if (id is { } found)
        {
            return found;
        }

        if (known.Count == 0)
        {
            return Refusal.Of(ErrorReason.OfficeNotFound, ("office_number", number));
        }

        var instead = await store.OfficeSuccessors(read.Connection, number, day);
        var fields = new Fields();
        fields.Add("office_number", ErrorReason.OfficeNumberExpired, number, OfficeStore.ExpiryDetails(number, known[0], day, instead));
        return fields.ToRefusal();
    }

    // One entry more than asked for tells whether there is a next page; its token is the last number of this one.
    private static string Cut<T>(List<T> entries, int pageSize, Func<T, string> number)
    {
        if (entries.Count <= pageSize)
        {
            return "";
        }

        entries.RemoveRange(pageSize, entries.Count - pageSize);
        return PageToken.Encode(number(entries[^1]));
    }
}
