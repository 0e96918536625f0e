namespace MySpinBot.Core.Documents;

/// <summary>Names that must be different. Objects mostly have a handful, for which looking through a list is cheaper than hashing.</summary>
internal sealed class DistinctNames
{
    private const int MostListed = 12;

    private readonly List<string> _few = [];
    private HashSet<string>? _many;

    /// <summary>Whether the name is new.</summary>
    public bool Add(string name)
    {
        if (_many is not null)
        {
            return _many.Add(name);
        }

        foreach (var there in _few)
        {
            if (string.Equals(there, name, StringComparison.Ordinal))
            {
                return false;
            }
        }

        _few.Add(name);
        if (_few.Count > MostListed)
        {
            _many = new HashSet<string>(_few, StringComparer.Ordinal);
        }

        return true;
    }
}
