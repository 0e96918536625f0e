using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Changes the colours of frames; the formula stands with <see cref="ColourEdit"/>. Values are held within 0..1 after each step.</summary>
internal sealed class ColourOperation : FrameOperation
{
    // Rec. ITU-R BT.709, item 3.2: luma of R'G'B'.
    private const float Red = 0.2126f, Green = 0.7152f, Blue = 0.0722f;

    private readonly float[] _values = new float[256];
    private readonly byte[][] _tables;
    private readonly float _saturation;

    public ColourOperation(ColourEdit edit, int width, int height)
    {
        (Width, Height, _saturation) = (width, height, (float)edit.Saturation);
        for (var level = 0; level < 256; level++)
        {
            var value = (((level / 255.0) - 0.5) * edit.Contrast) + 0.5 + edit.Brightness;
            _values[level] = (float)(255 * Math.Pow(Math.Clamp(value, 0, 1), 1 / edit.Gamma));
        }

        var table = Array.ConvertAll(_values, Nearest);
        _tables = [table, table, table];
    }

    /// <inheritdoc/>
    public override int Width { get; }

    /// <inheritdoc/>
    public override int Height { get; }

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> frame, long clock, Span<byte> result)
    {
        if (_saturation == 1)
        {
            ChannelTables.Apply(_tables, frame, result);
            return;
        }

        ReadOnlySpan<float> values = _values;
        for (var i = 0; i + 2 < frame.Length; i += 3)
        {
            var (red, green, blue) = (values[frame[i]], values[frame[i + 1]], values[frame[i + 2]]);
            var grey = (Red * red) + (Green * green) + (Blue * blue);
            result[i] = Nearest(grey + ((red - grey) * _saturation));
            result[i + 1] = Nearest(grey + ((green - grey) * _saturation));
            result[i + 2] = Nearest(grey + ((blue - grey) * _saturation));
        }
    }

    private static byte Nearest(float value) => (byte)(Math.Clamp(value, 0f, 255f) + 0.5f);
}
