namespace MySpinBot.Runtime.Memory;

/// <summary>Which idle models go first: least recently used, weighted by what loading them again costs for each byte that they hold
/// (the Landlord algorithm: N. Young, On-line file caching, 1998). A use raises a model's credit to its cost above the credit of the last one evicted.</summary>
internal sealed class EvictionOrder
{
    private double _rent;
    private long _uses;

    /// <summary>Notes that a model was used.</summary>
    public void Touch(ShelfModel model)
    {
        model.LastUse = ++_uses;
        model.Credit = _rent + (model.ReloadSeconds / Math.Max(1, model.Bytes));
    }

    /// <summary>Chooses models to evict so that <paramref name="bytes"/> become free; none at all where that cannot be reached.</summary>
    public IReadOnlyList<ShelfModel> Choose(IEnumerable<ShelfModel> idle, long bytes)
    {
        var (chosen, room) = (new List<ShelfModel>(), 0L);
        foreach (var model in idle.OrderBy(model => model.Credit).ThenBy(model => model.LastUse))
        {
            if (room >= bytes)
            {
                break;
            }

            chosen.Add(model);
            room += model.Bytes;
        }

        if (room < bytes)
        {
            return [];
        }

        // The last ones chosen may have made the room alone: the dearest of the others stay.
        for (var i = chosen.Count - 1; i >= 0; i--)
        {
            if (room - chosen[i].Bytes >= bytes)
            {
                room -= chosen[i].Bytes;
                chosen.RemoveAt(i);
            }
        }

        _rent = Math.Max(_rent, chosen.Max(model => model.Credit));
        return chosen;
    }
}
