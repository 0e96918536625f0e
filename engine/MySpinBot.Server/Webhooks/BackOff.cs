using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Server.Webhooks;

/// <summary>How long is waited before a call is tried again: five times as long after each try, and each call a little longer or shorter than others, so that those that failed together do not come back together.</summary>
internal static class BackOff
{
    private const double Factor = 5;
    private const double Spread = 0.2;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>The pause after a try that failed.</summary>
    /// <param name="first">The pause after the first, but for its spread.</param>
    /// <param name="call">The call.</param>
    /// <param name="tries">How many failed.</param>
    public static TimeSpan After(TimeSpan first, Delivery call, int tries)
    {
        var pause = Math.Min(first.TotalSeconds * Math.Pow(Factor, tries - 1), Longest.TotalSeconds);

        // An id is as good as a die, and the same call is spread the same whoever asks.
        Span<byte> id = stackalloc byte[16];
        call.Id.TryWriteBytes(id);
        var die = BitConverter.ToUInt16(id[^2..]) / (double)ushort.MaxValue;
        return TimeSpan.FromSeconds(pause * (1 + (Spread * ((2 * die) - 1))));
    }
}
