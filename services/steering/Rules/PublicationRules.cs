using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>
/// What a directive must hold before anybody else may see it (the P fields of domain.md section 8), and what may not stand together. A missing field
/// never passes silently: all of them are named at once.
/// </summary>
public static class PublicationRules
{
    /// <summary>Binding: what the office has to keep to. A set, not the top of an order.</summary>
    public static bool IsBinding(Pb.Bindingness bindingness) => bindingness is
        Pb.Bindingness.Frame or Pb.Bindingness.ResultRequirement or Pb.Bindingness.Order or Pb.Bindingness.Statutory or Pb.Bindingness.Supervision;

    /// <summary>Steering: binding, or a prioritisation.</summary>
    public static bool IsSteering(Pb.Bindingness bindingness) => IsBinding(bindingness) || bindingness == Pb.Bindingness.Prioritisation;

    /// <summary>Follows from law or supervision: may be in force without an end, and must name its legal basis.</summary>
    public static bool IsLawful(Pb.Bindingness bindingness) => bindingness is Pb.Bindingness.Statutory or Pb.Bindingness.Supervision;

    /// <summary>Adds every fault that keeps the content from being published.</summary>
    /// <param name="fields">Takes the faults.</param>
    /// <param name="at">Path of the content in the request.</param>
    /// <param name="content">Well-formed content.</param>
    /// <param name="today">Today in Oslo: a deadline before it is a fault.</param>
    public static void Check(Fields fields, string at, Pb.DirectiveContent content, DateOnly today)
    {
        CheckSource(fields, at, content);
        CheckForce(fields, at, content);
        CheckTime(fields, at, content, today);
        CheckCompany(fields, at, content);
        fields.Required($"{at}.theme", content.Theme);
        fields.Required($"{at}.scope", content.Scope);
    }

    private static void CheckSource(Fields fields, string at, Pb.DirectiveContent content)
    {
        OneForm(fields, $"{at}.title", content.Title);
        OneForm(fields, $"{at}.text", content.Text);
        Chosen(fields, $"{at}.original_form", (int)content.OriginalForm);
        Chosen(fields, $"{at}.line", (int)content.Line);
        Present(fields, $"{at}.issuer_org", content.IssuerOrg is not null);
        Chosen(fields, $"{at}.issuer_role", (int)content.IssuerRole);
        fields.Required($"{at}.document_id", content.DocumentId);
        fields.Required($"{at}.clause_ref", content.ClauseRef);
        Chosen(fields, $"{at}.document_type", (int)content.DocumentType);
    }

    private static void CheckForce(Fields fields, string at, Pb.DirectiveContent content)
    {
        Chosen(fields, $"{at}.bindingness", (int)content.Bindingness);
        if (content.Bindingness != Pb.Bindingness.Information)
        {
            Chosen(fields, $"{at}.modality", (int)content.Modality);
        }

        // An order that only says "should" is advice dressed as an order (A7).
        if (content.Bindingness is Pb.Bindingness.Order or Pb.Bindingness.Statutory or Pb.Bindingness.Supervision
            && content.Modality is Pb.Modality.Should or Pb.Modality.May)
        {
            fields.Add($"{at}.modality", ErrorReason.FieldNotAllowed, content.Modality.ToString());
        }

        if (IsSteering(content.Bindingness))
        {
            Chosen(fields, $"{at}.level", (int)content.Level);
            Chosen(fields, $"{at}.horizon", (int)content.Horizon);
            fields.Required($"{at}.decided_at", content.DecidedAt);
        }

        if (IsLawful(content.Bindingness))
        {
            Present(fields, $"{at}.legal_basis", content.LegalBasis.Count > 0);
        }
    }

    private static void CheckTime(Fields fields, string at, Pb.DirectiveContent content, DateOnly today)
    {
        Present(fields, $"{at}.valid", content.Valid is not null);
        if (content.Valid is { } valid)
        {
            fields.Required($"{at}.valid.from", valid.From);
            if (string.IsNullOrEmpty(valid.To) && !IsLawful(content.Bindingness))
            {
                fields.Add($"{at}.valid.to", ErrorReason.PeriodOpen);
            }
        }

        if (new Fields().Date("", content.Deadline) < today)
        {
            fields.Add($"{at}.deadline", ErrorReason.NumberOutOfRange, content.Deadline, ("earliest", $"{today:yyyy-MM-dd}"));
        }
    }

    private static void CheckCompany(Fields fields, string at, Pb.DirectiveContent content)
    {
        if (content.CombinedWith.Count > 0)
        {
            fields.Required($"{at}.action_code", content.ActionCode);
            if (content.Modality != Pb.Modality.MustNot)
            {
                fields.Add($"{at}.combined_with", ErrorReason.FieldNotAllowed, string.Join(", ", content.CombinedWith));
            }
        }

        if (content.Target is { } target)
        {
            fields.Required($"{at}.target.unit", target.Unit);
            Present(fields, $"{at}.target.lo", target.Lo.Length > 0 || target.Hi.Length > 0);
        }

        if (content.HasNok)
        {
            Present(fields, $"{at}.nok_year", content.HasNokYear);
        }

        if (content.DocumentType == Pb.DocumentType.BudgetFrame)
        {
            Present(fields, $"{at}.frame", content.Frame is not null);
        }

        if (content.Frame is { } frame)
        {
            Present(fields, $"{at}.frame.nok", frame.HasNok || frame.Fte.Length > 0);
        }
    }

    private static void OneForm(Fields fields, string path, LocalizedText? text) =>
        Present(fields, path, !string.IsNullOrWhiteSpace(text?.Nb) || !string.IsNullOrWhiteSpace(text?.Nn));

    private static void Chosen(Fields fields, string path, int value) => Present(fields, path, value != 0);

    private static void Present(Fields fields, string path, bool present)
    {
        if (!present)
        {
            fields.Add(path, ErrorReason.FieldRequired);
        }
    }
}
