namespace MySpinBot.Films;

/// <summary>Gives each byte of a frame what a table of its channel says.</summary>
internal static class ChannelTables
{
    /// <summary>Applies three tables of 256 bytes, for red, green and blue.</summary>
    public static void Apply(byte[][] tables, ReadOnlySpan<byte> frame, Span<byte> result)
    {
        ReadOnlySpan<byte> red = tables[0], green = tables[1], blue = tables[2];
        result = result[..frame.Length];
        for (var i = 0; i + 2 < frame.Length; i += 3)
        {
            result[i] = red[frame[i]];
            result[i + 1] = green[frame[i + 1]];
            result[i + 2] = blue[frame[i + 2]];
        }
    }
}
