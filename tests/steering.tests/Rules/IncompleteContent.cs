using Samstyring.Errors.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Rules;

/// <summary>Content that may be drafted and not published: a field that is missing, or two that do not go together.</summary>
public static class IncompleteContent
{
    public static readonly IReadOnlyList<Spoilt> Cases =
    [
        new("no title", c => c.Title = null, "title", ErrorReason.FieldRequired),
        new("blank title", c => c.Title = new LocalizedText { Nb = "  " }, "title", ErrorReason.FieldRequired),
        new("no text", c => c.Text = null, "text", ErrorReason.FieldRequired),
        new("no form", c => c.OriginalForm = Form.Unspecified, "original_form", ErrorReason.FieldRequired),
        new("no line", c => c.Line = Line.Unspecified, "line", ErrorReason.FieldRequired),
        new("no issuer", c => c.IssuerOrg = null, "issuer_org", ErrorReason.FieldRequired),
        new("no issuer role", c => c.IssuerRole = IssuerRole.Unspecified, "issuer_role", ErrorReason.FieldRequired),
        new("no document", c => c.DocumentId = "", "document_id", ErrorReason.FieldRequired),
        new("no clause", c => c.ClauseRef = "", "clause_ref", ErrorReason.FieldRequired),
        new("no document type", c => c.DocumentType = DocumentType.Unspecified, "document_type", ErrorReason.FieldRequired),
        new("no bindingness", c => c.Bindingness = Bindingness.Unspecified, "bindingness", ErrorReason.FieldRequired),
        new("no modality", c => c.Modality = Modality.Unspecified, "modality", ErrorReason.FieldRequired),
        new("no modality of advice", c => (c.Bindingness, c.Modality) = (Bindingness.Advice, Modality.Unspecified), "modality", ErrorReason.FieldRequired),
        new("no level", c => c.Level = Level.Unspecified, "level", ErrorReason.FieldRequired),
        new("no level of a prioritisation", c => (c.Bindingness, c.Level) = (Bindingness.Prioritisation, Level.Unspecified), "level", ErrorReason.FieldRequired),
        new("no theme", c => c.Theme = "", "theme", ErrorReason.FieldRequired),
        new("no decision", c => c.ClearDecidedAt(), "decided_at", ErrorReason.FieldRequired),
        new("no horizon", c => c.Horizon = Horizon.Unspecified, "horizon", ErrorReason.FieldRequired),
        new("no validity", c => c.Valid = null, "valid", ErrorReason.FieldRequired),
        new("no first day", c => c.Valid.ClearFrom(), "valid.from", ErrorReason.FieldRequired),
        new("no last day", c => c.Valid.ClearTo(), "valid.to", ErrorReason.PeriodOpen),
        new("no scope", c => c.Scope = "", "scope", ErrorReason.FieldRequired),
        new("blank scope", c => c.Scope = "  ", "scope", ErrorReason.FieldRequired),
        new("order that only should", c => (c.Bindingness, c.Modality) = (Bindingness.Order, Modality.Should), "modality", ErrorReason.FieldNotAllowed),
        new("order that only may", c => (c.Bindingness, c.Modality) = (Bindingness.Order, Modality.May), "modality", ErrorReason.FieldNotAllowed),
        new("law that only should", c => (c.Bindingness, c.Modality) = (Bindingness.Statutory, Modality.Should), "modality", ErrorReason.FieldNotAllowed),
        new("supervision that only may", c => (c.Bindingness, c.Modality) = (Bindingness.Supervision, Modality.May), "modality", ErrorReason.FieldNotAllowed),
        new("law without basis", c => c.Bindingness = Bindingness.Statutory, "legal_basis", ErrorReason.FieldRequired),
        new("supervision without basis", c => c.Bindingness = Bindingness.Supervision, "legal_basis", ErrorReason.FieldRequired),
        new("joint action that must", c => c.CombinedWith.Add("TEST.OTHER"), "combined_with", ErrorReason.FieldNotAllowed),
        new("joint action of one", c => Forbid(c).ActionCode = "", "action_code", ErrorReason.FieldRequired),
        new("target without unit", c => c.Target.Unit = "", "target.unit", ErrorReason.FieldRequired),
        new("target without an end", c => c.Target = new Target { Unit = "PERCENT" }, "target.lo", ErrorReason.FieldRequired),
        new("kroner without a year", c => c.Nok = 100_000, "nok_year", ErrorReason.FieldRequired),
        new("budget frame without the frame", c => c.DocumentType = DocumentType.BudgetFrame, "frame", ErrorReason.FieldRequired),
        new("frame of nothing", c => c.Frame = new Frame { Year = 2027 }, "frame.nok", ErrorReason.FieldRequired),
        new("deadline before publication", c => c.Deadline = "2020-12-31", "deadline", ErrorReason.NumberOutOfRange),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    public static Spoilt Named(string name) => Cases.Single(c => c.Name == name);

    private static DirectiveContent Forbid(DirectiveContent content)
    {
        content.Modality = Modality.MustNot;
        content.CombinedWith.Add("TEST.OTHER");
        return content;
    }
}
