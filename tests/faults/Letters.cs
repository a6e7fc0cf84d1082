using System.Globalization;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Faults;

/// <summary>What a constructed directive is to the gate.</summary>
internal enum Kind
{
    /// <summary>What the law requires: never held, whatever else is there.</summary>
    Statutory,

    /// <summary>The county's order to do something.</summary>
    Order,

    /// <summary>The municipality's order not to do it.</summary>
    Ban,
}

/// <summary>An office the load works at, with its owners.</summary>
internal sealed record Place(int OfficeId, string Office, string Municipality, string County)
{
    public string Persona(Kind kind) => kind == Kind.Order ? $"county:{County}" : $"municipal-director:{Municipality}";

    public string Leader => $"office:{Office}";
}

/// <summary>Constructed directives, complete enough to be published.</summary>
internal static class Letters
{
    /// <summary>By which they are told from all others in the databases.</summary>
    public const string DocumentId = "faults";

    public static DirectiveContent Of(Kind kind, Place place, int n)
    {
        var content = new DirectiveContent
        {
            Title = new LocalizedText { Nb = string.Create(CultureInfo.InvariantCulture, $"{kind} {n}") },
            Text = new LocalizedText { Nb = "Konstruert direktiv for feilprøving." },
            OriginalForm = Form.Nb,
            Line = kind == Kind.Order ? Line.State : Line.Municipal,
            IssuerOrg = kind == Kind.Order
                ? new OrgRef { Kind = OrgKind.County, Number = place.County }
                : new OrgRef { Kind = OrgKind.Municipality, Number = place.Municipality },
            IssuerRole = kind == Kind.Order ? IssuerRole.CountyDirector : IssuerRole.MunicipalDirector,
            DocumentId = DocumentId,
            ClauseRef = string.Create(CultureInfo.InvariantCulture, $"{n}"),
            DocumentType = DocumentType.Other,
            Theme = "PARTNERSHIP",
            DecidedAt = "2026-11-01",
            Valid = new Period { From = "2026-01-01", To = "2099-01-01" },
            Horizon = Horizon.Annual,
            Scope = $"OFFICE({place.Office})",
            RecipientRole = RecipientRole.NavLeader,
            ResponsibleLeader = ResponsibleLeader.StateLeader,
            ConsequenceAssessment = Assessments.NoConsequence(new(2026, 10, 30, 12, 0, 0, DateTimeKind.Utc)),
        };
        if (kind == Kind.Statutory)
        {
            (content.Bindingness, content.Modality, content.Level) = (Bindingness.Statutory, Modality.Must, Level.Goal);
            content.LegalBasis.Add(new SourceRef { SourceId = "LOV-2006-06-16-20" });
        }
        else
        {
            (content.Bindingness, content.Level) = (Bindingness.Order, Level.Activity);
            (content.Modality, content.ActionCode, content.Theme) = (kind == Kind.Order ? Modality.Must : Modality.MustNot, "USER_MEETING.PHYSICAL", "FOLLOW_UP.USER_MEETINGS");
        }

        return content;
    }
}
