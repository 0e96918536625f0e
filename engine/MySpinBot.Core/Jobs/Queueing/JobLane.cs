namespace MySpinBot.Core.Jobs.Queueing;

/// <summary>The jobs of one owner that wait with one priority, in his order: what lost its worker first, then by number, then by acceptance.
/// A treap whose nodes know how many lie below them, so every question takes logarithmic time.</summary>
internal sealed class JobLane(string owner)
{
    private Place? _root;

    /// <summary>Whose jobs these are.</summary>
    public string Owner { get; } = owner;

    /// <summary>How many of his jobs of this priority run.</summary>
    public int Running { get; set; }

    /// <summary>How many turns he has had, as if he had never been without jobs.</summary>
    public long Turns { get; set; }

    /// <summary>How many wait.</summary>
    public int Count => Size(_root);

    /// <summary>The place of the next one.</summary>
    public Place? First
    {
        get
        {
            var place = _root;
            while (place?.Left is { } left)
            {
                place = left;
            }

            return place;
        }
    }

    public void Add(Place place)
    {
        place.Clear();
        var (before, behind) = Split(_root, place);
        _root = Join(Join(before, place), behind);
    }

    public void Remove(Place place) => _root = Without(_root, place);

    /// <summary>How many stand before a place.</summary>
    public int Before(Place place)
    {
        var before = 0;
        for (var at = _root; at is not null;)
        {
            if (Place.Compare(at, place) < 0)
            {
                before += Size(at.Left) + 1;
                at = at.Right;
            }
            else
            {
                at = at.Left;
            }
        }

        return before;
    }

    /// <summary>The one that has so many before it; null where there are not as many.</summary>
    public Place? At(int before)
    {
        for (var at = _root; at is not null;)
        {
            var left = Size(at.Left);
            if (before == left)
            {
                return at;
            }

            (before, at) = before < left ? (before, at.Left) : (before - left - 1, at.Right);
        }

        return null;
    }

    /// <summary>All, in order.</summary>
    public IEnumerable<Place> InOrder()
    {
        var path = new Stack<Place>();
        for (var at = _root; at is not null || path.Count > 0; at = at.Right)
        {
            for (; at is not null; at = at.Left)
            {
                path.Push(at);
            }

            at = path.Pop();
            yield return at;
        }
    }

    private static int Size(Place? place) => place?.Size ?? 0;

    private static Place? Join(Place? before, Place? behind)
    {
        if (before is null || behind is null)
        {
            return before ?? behind;
        }

        if (before.Weight >= behind.Weight)
        {
            before.Right = Join(before.Right, behind);
            return before.Counted();
        }

        behind.Left = Join(before, behind.Left);
        return behind.Counted();
    }

    private static (Place? Before, Place? Behind) Split(Place? root, Place at)
    {
        if (root is null)
        {
            return (null, null);
        }

        if (Place.Compare(root, at) < 0)
        {
            (root.Right, var behind) = Split(root.Right, at);
            return (root.Counted(), behind);
        }

        (var before, root.Left) = Split(root.Left, at);
        return (before, root.Counted());
    }

    private static Place? Without(Place? root, Place place)
    {
        if (root is null || ReferenceEquals(root, place))
        {
            return root is null ? null : Join(root.Left, root.Right);
        }

        if (Place.Compare(place, root) < 0)
        {
            root.Left = Without(root.Left, place);
        }
        else
        {
            root.Right = Without(root.Right, place);
        }

        return root.Counted();
    }
}
