using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Offices.Events;

/// <summary>
/// Expands a directive's scope to offices over its validity, cut with what its issuer reaches, and publishes the result when it differs from what was
/// published last: the directive in its newest state, whatever that is, with every office. Withdrawn and superseded ones go on, for those who have to hear it.
/// </summary>
public sealed partial class DirectiveMapper(OfficeStore store, ILogger<DirectiveMapper> logger)
{
    /// <summary>Maps and publishes; answers whether anything was published.</summary>
    public async Task<bool> Map(Tx tx, MappedDirective known)
    {
        var mapped = new DirectiveMapped { Directive = known.Directive };
        mapped.Offices.AddRange(await Expand(tx, known.Directive));
        var digest = SHA256.HashData(mapped.ToByteArray());
        if (digest.AsSpan().SequenceEqual(known.MappingDigest))
        {
            return false;
        }

        mapped.Version = known.MappingVersion + 1;
        await store.SaveMapping(tx.Connection, known.Directive.DirectiveId, mapped.Version, digest);
        await tx.Publish(Topics.OfficesMapping, known.Directive.DirectiveId, mapped.Version, mapped);
        return true;
    }

    /// <summary>Maps every directive that holds on some day from this one on, or names no end. Answers how many were published anew.</summary>
    public async Task<int> MapAll(Tx tx, DateOnly from)
    {
        var mapped = 0;
        foreach (var known in await store.Directives(tx.Connection))
        {
            if (new Fields().Period("content.valid", known.Directive.Content?.Valid) is not { } valid || valid.ReachesTo(from))
            {
                mapped += await Map(tx, known) ? 1 : 0;
            }
        }

        return mapped;
    }

    /// <summary>
    /// Maps the directives whose scope asks for what the owners register: leadership, services, groups. Under <see cref="RegisterStore.LockForImport"/>.
    /// </summary>
    public async Task MapThoseThatSearchProfiles(Tx tx)
    {
        foreach (var directive in await store.Directives(tx.Connection))
        {
            if (Scope.Parse(directive.Directive.Content?.Scope ?? "").Scope is { } scope && SearchesProfiles(scope))
            {
                await Map(tx, directive);
            }
        }
    }

    private static bool SearchesProfiles(Scope scope) => scope switch
    {
        Scope.MinimumOnly => true,
        Scope.Named named => named.Form is ScopeForm.ServiceArea or ScopeForm.Network or ScopeForm.Pilot or ScopeForm.Leadership or ScopeForm.Provides,
        Scope.And and => and.Parts.Any(SearchesProfiles),
        Scope.Or or => or.Parts.Any(SearchesProfiles),
        Scope.Except except => SearchesProfiles(except.Whole) || SearchesProfiles(except.Without),
        _ => false,
    };

    /// <summary>
    /// The offices. None when the register cannot read the scope: steering has it checked before publication, so either the register has lagged behind, and
    /// its next import maps the directive again, or the text is not from steering. Mapping only the terms that are known could reach too many.
    /// </summary>
    private async Task<IReadOnlyList<ResolvedOffice>> Expand(Tx tx, Directive directive)
    {
        var content = directive.Content ?? new DirectiveContent();
        var fields = new Fields();
        var valid = fields.Period("content.valid", content.Valid) ?? Period.Always;
        var scope = Scope.Parse(content.Scope).Scope;
        if (scope is null || fields.Any)
        {
            Log.Unreadable(logger, directive.DirectiveId);
            return [];
        }

        var reach = Reach.Of(content.IssuerOrg, content.ServiceCode);
        var result = await store.Resolve(tx.Connection, scope, valid, valid.From ?? tx.Today, reach, "content.scope");
        if (result.IsRefused)
        {
            Log.Unknown(logger, directive.DirectiveId, string.Join(", ", result.Refusal.Faults.Select(fault => $"{fault.Reason} {fault.Value}")));
            return [];
        }

        if (result.Value.Offices.Count == 0)
        {
            Log.Nowhere(logger, directive.DirectiveId, result.Value.BeyondIssuer.Count.ToString(CultureInfo.InvariantCulture));
        }

        return result.Value.Offices;
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning, "Directive {DirectiveId} has a scope or a validity that cannot be read; it reaches no office")]
        internal static partial void Unreadable(ILogger logger, string directiveId);

        [LoggerMessage(3002, LogLevel.Warning, "Directive {DirectiveId} names what the register does not know, and reaches no office until it does: {Faults}")]
        internal static partial void Unknown(ILogger logger, string directiveId, string faults);

        [LoggerMessage(3003, LogLevel.Warning, "Directive {DirectiveId} reaches no office; {Beyond} in its scope are not its issuer's")]
        internal static partial void Nowhere(ILogger logger, string directiveId, string beyond);
    }
}
