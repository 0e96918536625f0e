namespace MySpinBot.Core.Jobs.Queueing;

/// <summary>A job's place in its lane.</summary>
/// <param name="job">The job.</param>
/// <param name="returned">Whether it had its turn already and came back.</param>
internal sealed class Place(Job job, bool returned)
{
    public Job Job { get; } = job;

    public bool Returned { get; } = returned;

    public Place? Left { get; set; }

    public Place? Right { get; set; }

    /// <summary>How many places there are from here down.</summary>
    public int Size { get; private set; } = 1;

    /// <summary>Keeps the tree level: as good as random, and the same each time (the finaliser of MurmurHash3).</summary>
    public ulong Weight { get; } = Mixed((ulong)job.Sequence);

    public Place Counted()
    {
        Size = 1 + (Left?.Size ?? 0) + (Right?.Size ?? 0);
        return this;
    }

    public void Clear() => (Left, Right, Size) = (null, null, 1);

    public static int Compare(Place one, Place other)
    {
        if (one.Returned != other.Returned)
        {
            return one.Returned ? -1 : 1;
        }

        var byNumber = one.Job.Number.CompareTo(other.Job.Number);
        return byNumber != 0 ? byNumber : one.Job.Sequence.CompareTo(other.Job.Sequence);
    }

    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xff51afd7ed558ccd;
        value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53;
        return value ^ (value >> 33);
    }
}
