using System.Security.Cryptography;
using Google.Protobuf;
using Samstyring.Common;
using Samstyring.Offices.Store;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Events;

/// <summary>Publishes every office whose state of today is not the one published last, whatever changed it.</summary>
public sealed class OfficePublisher(OfficeStore store)
{
    /// <summary>Answers how many were published.</summary>
    /// <param name="tx">The transaction that changed them.</param>
    /// <param name="only">Ids of the offices that may have changed; null: any.</param>
    public async Task<int> PublishChanged(Tx tx, int[]? only = null)
    {
        var published = await store.PublishedOffices(tx.Connection, only);
        var count = 0;
        var offices = (await store.Offices(tx.Connection, tx.Today, only)).ToDictionary(office => office.OfficeId);
        foreach (var (id, (revision, before)) in published)
        {
            var office = offices.GetValueOrDefault(id) ?? await Closed(tx, id);
            if (office is null)
            {
                continue;
            }

            office.Revision = 0;
            var digest = SHA256.HashData(office.ToByteArray());
            if (digest.AsSpan().SequenceEqual(before))
            {
                continue;
            }

            office.Revision = revision + 1;
            await store.SavePublishedOffice(tx.Connection, id, office.Revision, digest);
            await tx.Publish(Topics.OfficesOffice, $"{id}", office.Revision, new OfficeChanged { Version = office.Revision, Office = office });
            count++;
        }

        return count;
    }

    // An office that has no number today is told of once more, as it was on its last day and closed since.
    private async Task<Office?> Closed(Tx tx, int id)
    {
        if (await store.LastDay(tx.Connection, id, tx.Today) is not { } day)
        {
            return null;
        }

        var office = (await store.Offices(tx.Connection, day, [id])).Single();
        office.Status = OfficeStatus.Closed;
        return office;
    }
}
