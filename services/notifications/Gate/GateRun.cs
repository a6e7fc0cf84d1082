using System.Collections.Immutable;
using Samstyring.Common;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Store;

namespace Samstyring.Notifications.Gate;

/// <summary>
/// The gate of a number of offices in one transaction: lock their rows, load the facts, judge, decide, write findings, gate states and feed. Of two
/// contradictory directives that arrive at once, the later always sees the earlier.
/// </summary>
public sealed class GateRun(GateStore store)
{
    /// <summary>Runs the gate of the offices. Answers whether any directive took a step.</summary>
    public async Task<bool> Run(Tx tx, IReadOnlyCollection<int> officeIds, GateCause cause)
    {
        if (officeIds.Count == 0)
        {
            return false;
        }

        GateFacts loaded;
        using (ServiceHost.Activities.StartActivity("office.lock"))
        {
            loaded = await store.Load(tx, officeIds);
        }

        ImmutableArray<OfficePlan> plans;
        using (ServiceHost.Activities.StartActivity("judge"))
        {
            plans = [.. loaded.Facts.Offices.Zip(loaded.Before, (office, before) =>
                OfficeGate.Run(new Predicates(loaded.Facts, office), before, loaded.MessageOf, tx.Now, cause))];
        }

        using (ServiceHost.Activities.StartActivity("gate.write"))
        {
            await store.Save(tx, plans);
        }

        return plans.Any(plan => !plan.Steps.IsEmpty);
    }
}
