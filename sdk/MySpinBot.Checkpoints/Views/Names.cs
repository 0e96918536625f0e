namespace MySpinBot.Checkpoints.Views;

/// <summary>What is said where a tensor is not there.</summary>
internal static class Names
{
    private const int Shown = 3;

    public static string Missing(ITensors tensors, string name)
    {
        if (tensors.Entries.Count == 0)
        {
            return $"There is no tensor '{name}': the file holds none at all.";
        }

        var alike = tensors.Entries.Select(entry => entry.Name).OrderByDescending(other => Likeness(name, other)).Take(Shown);
        return $"There is no tensor '{name}'; most like it are '{string.Join("', '", alike)}'.";
    }

    // Names are paths, and what differs is mostly a prefix or an ending: what they share at both ends tells most.
    private static int Likeness(string name, string other)
    {
        var shorter = Math.Min(name.Length, other.Length);
        var (front, back) = (0, 0);
        while (front < shorter && name[front] == other[front])
        {
            front++;
        }

        while (back < shorter - front && name[^(back + 1)] == other[^(back + 1)])
        {
            back++;
        }

        return (4 * (front + back)) - Math.Abs(name.Length - other.Length);
    }
}
