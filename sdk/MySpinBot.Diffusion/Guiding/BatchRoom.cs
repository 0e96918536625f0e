using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>How much a network is asked at once: as much as there is memory for, found before sampling and made smaller where a device refuses all the same.</summary>
/// <param name="network">The network.</param>
/// <param name="told">Is told what is done in smaller parts, and why.</param>
internal sealed class BatchRoom(IDiffusionNetwork network, Action<string> told)
{
    private long _cells = long.MaxValue;

    /// <summary>How many groups of a size are asked at once, of those that are to be asked: parts as even as can be.</summary>
    public int Part(NetworkSize each, int groups)
    {
        var most = (int)Math.Clamp(_cells / Cells(each), 1, groups);
        var parts = (groups + most - 1) / most;
        return (groups + parts - 1) / parts;
    }

    /// <summary>Makes room before sampling, for everything at once if it fits.</summary>
    /// <param name="wanted">The batches that will come.</param>
    /// <param name="cancellation">Ends the wait for memory.</param>
    /// <exception cref="NodeFailure">There is no room for the smallest part.</exception>
    public async Task ReserveAsync(IReadOnlyList<NetworkSize> wanted, CancellationToken cancellation)
    {
        var all = wanted.Max(Largest);
        _cells = all;
        while (wanted.Count > 0)
        {
            var largest = wanted.Select(size => size with { Groups = Part(size, size.Groups) }).MaxBy(Largest);
            if (await network.ReserveAsync(largest, cancellation))
            {
                Tell(wanted, all);
                return;
            }

            if (largest.Groups == 1)
            {
                throw new NodeFailure($"There is not enough memory to sample {largest.Width * 8}×{largest.Height * 8} pixels{(largest.Frames > 1 ? $", {largest.Frames} frames" : "")}, even one picture or condition at a time. Choose a smaller size{(largest.Frames > 1 ? " or fewer frames" : "")}. {network.Refusal}".TrimEnd());
            }

            _cells = Largest(largest) / largest.Groups * Math.Max(1, largest.Groups / 2);
        }
    }

    /// <summary>A device refused a batch: from now on half as much.</summary>
    /// <returns>Whether less can be asked.</returns>
    public bool Shrink(NetworkSize refused)
    {
        if (refused.Groups <= 1)
        {
            return false;
        }

        _cells = Cells(refused) * Math.Max(1, refused.Groups / 2);
        told($"The device had no room for {refused.Groups} at once; from here on {refused.Groups / 2}.");
        return true;
    }

    private void Tell(IReadOnlyList<NetworkSize> wanted, long all)
    {
        if (_cells < all)
        {
            var most = wanted.MaxBy(Largest);
            told($"There is no memory for all {most.Groups} pictures and conditions of a step at once; they are taken {Part(most, most.Groups)} at a time, which changes nothing but time.");
        }
    }

    private static long Cells(NetworkSize size) => (long)size.Frames * size.Height * size.Width;

    private static long Largest(NetworkSize size) => size.Groups * Cells(size);
}
