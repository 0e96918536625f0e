using System.Globalization;

namespace MySpinBot.Runtime.Outputs;

/// <summary>The next number of each prefix, for all runs of this process. A folder is listed once; after that a number that somebody else took is found out when it is reserved.</summary>
internal sealed class OutputNumbers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Folder, string Prefix), long> _last = [];
    private readonly HashSet<string> _known = [];

    /// <summary>Prepares a folder: what dead processes left in it is removed, once.</summary>
    public void Enter(string folder)
    {
        lock (_gate)
        {
            if (_known.Add(folder))
            {
                Reservation.RemoveLeftovers(folder);
            }
        }
    }

    /// <summary>A number that this process has not given out for the prefix, higher than any that the folder had.</summary>
    public long Next(string folder, string prefix)
    {
        lock (_gate)
        {
            if (!_last.TryGetValue((folder, prefix), out var last))
            {
                last = HighestIn(folder, prefix);
            }

            return _last[(folder, prefix)] = last + 1;
        }
    }

    private static long HighestIn(string folder, string prefix)
    {
        long highest = 0;
        foreach (var name in Directory.EnumerateFiles(folder).Select(Path.GetFileName))
        {
            if (name!.StartsWith(prefix + "_", StringComparison.Ordinal) && name.IndexOf('_', prefix.Length + 1) is > 0 and var end
                && long.TryParse(name.AsSpan(prefix.Length + 1, end - prefix.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                highest = Math.Max(highest, number);
            }
        }

        return highest;
    }
}
