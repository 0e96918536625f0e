using System.Buffers.Binary;

namespace MySpinBot.Server.Jobs.Forecasting;

/// <summary>How long runs took, by shape of graph: a mean in which later runs count more. Bounded: shapes that were not met for longest are let go. Not safe by itself.</summary>
internal sealed class RunTimes
{
    private const double Weight = 0.3;
    private const int Most = 4096;
    private const int EntrySize = 16;

    private readonly Dictionary<ulong, (double Seconds, long Met)> _known = [];
    private double? _typical;
    private long _met;

    /// <summary>What a run takes that nothing is known of; null where nothing is known of any.</summary>
    public double? Typical => _typical;

    /// <summary>What a run of this shape takes; null where nothing is known.</summary>
    public double? Of(ulong shape) => _known.TryGetValue(shape, out var found) ? found.Seconds : _typical;

    public void Learn(ulong shape, double seconds)
    {
        _met++;
        _known[shape] = (_known.TryGetValue(shape, out var known) ? Mean(known.Seconds, seconds) : seconds, _met);
        _typical = _typical is { } typical ? Mean(typical, seconds) : seconds;
        if (_known.Count > Most)
        {
            foreach (var old in _known.OrderBy(pair => pair.Value.Met).Take(Most / 4).Select(pair => pair.Key).ToList())
            {
                _known.Remove(old);
            }
        }
    }

    /// <summary>What is known, to be kept: shape and seconds, 8 bytes each, what was met last at the end.</summary>
    public byte[] Write()
    {
        var bytes = new byte[_known.Count * EntrySize];
        var at = 0;
        foreach (var (shape, known) in _known.OrderBy(pair => pair.Value.Met))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), shape);
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(at + 8), known.Seconds);
            at += EntrySize;
        }

        return bytes;
    }

    /// <summary>Learns what was kept. What makes no sense is passed over.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= EntrySize; bytes = bytes[EntrySize..])
        {
            var seconds = BinaryPrimitives.ReadDoubleLittleEndian(bytes[8..]);
            if (double.IsFinite(seconds) && seconds >= 0)
            {
                Learn(BinaryPrimitives.ReadUInt64LittleEndian(bytes), seconds);
            }
        }
    }

    private static double Mean(double known, double seconds) => known + (Weight * (seconds - known));
}
