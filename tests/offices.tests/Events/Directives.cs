using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Tests.Events;

internal static class Directives
{
    /// <summary>A directive for the year 2027, as steering publishes it.</summary>
    public static Directive Published(string id, string scope, OrgKind issuer, string number = "") => new()
    {
        DirectiveId = id,
        Revision = 1,
        State = DirectiveState.Published,
        Content = new DirectiveContent
        {
            Title = new LocalizedText { Nb = "Prøve" },
            Scope = scope,
            IssuerOrg = new OrgRef { Kind = issuer, Number = number },
            Valid = new Period { From = "2027-01-01", To = "2028-01-01" },
        },
    };
}
