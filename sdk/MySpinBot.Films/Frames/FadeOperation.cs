using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Fades frames from or to a colour. Fading in, the first of n frames is the colour alone; fading out, the last one is: one is the other played backwards.</summary>
internal sealed class FadeOperation(FadeEdit edit, int width, int height) : FrameOperation
{
    private readonly byte[] _colour = HexColour.Bytes(edit.Colour);
    private readonly byte[][] _tables = [new byte[256], new byte[256], new byte[256]];

    /// <inheritdoc/>
    public override int Width => width;

    /// <inheritdoc/>
    public override int Height => height;

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> frame, long clock, Span<byte> result)
    {
        var (seen, of) = Seen(clock);
        if (seen == of)
        {
            frame.CopyTo(result);
            return;
        }

        for (var channel = 0; channel < 3; channel++)
        {
            Fill(_tables[channel], _colour[channel], seen, of);
        }

        ChannelTables.Apply(_tables, frame, result);
    }

    /// <summary>How much of the picture is seen, as a fraction of two whole numbers.</summary>
    private (long Seen, long Of) Seen(long clock)
    {
        var of = Math.Max(1, edit.Length);
        var passed = edit.In || edit.Length == 0 ? clock - edit.Start : clock - edit.Start + 1;
        var share = edit.Length > 0 ? Math.Clamp(passed, 0, of) : passed >= 0 ? 1 : 0;
        return (edit.In ? share : of - share, of);
    }

    private static void Fill(byte[] table, byte colour, long seen, long of)
    {
        for (var level = 0; level < 256; level++)
        {
            table[level] = (byte)(((2 * ((level * seen) + (colour * (of - seen)))) + of) / (2 * of));
        }
    }
}
