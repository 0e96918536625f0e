using System.Buffers.Binary;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>The beginning of an OpenEXR file ("OpenEXR File Layout"): magic number, version, attributes.</summary>
internal static class ExrHeader
{
    /// <summary>Longer names of attributes would need another version of the format.</summary>
    internal const int LongestName = 31;

    private const byte ZipCompression = 3;
    private const int Float = 2;

    internal static byte[] Write(Image image, SceneLight light, IEnumerable<TextEntry> texts)
    {
        using var header = new MemoryStream();
        header.Write([0x76, 0x2F, 0x31, 0x01, 2, 0, 0, 0]);
        Attribute(header, "channels", "chlist", [.. ExrPixels.Names(image.Channels).SelectMany(Channel), 0]);
        Attribute(header, "chromaticities", "chromaticities", Floats(Primaries(light)));
        Attribute(header, "compression", "compression", [ZipCompression]);
        byte[] window = [.. Int32(0), .. Int32(0), .. Int32(image.Width - 1), .. Int32(image.Height - 1)];
        Attribute(header, "dataWindow", "box2i", window);
        Attribute(header, "displayWindow", "box2i", window);
        Attribute(header, "lineOrder", "lineOrder", [0]);
        Attribute(header, "pixelAspectRatio", "float", Floats(1));
        Attribute(header, "screenWindowCenter", "v2f", Floats(0, 0));
        Attribute(header, "screenWindowWidth", "float", Floats(1));
        foreach (var text in texts)
        {
            Attribute(header, text.Key, "string", Encoding.UTF8.GetBytes(text.Text));
        }

        header.WriteByte(0);
        return header.ToArray();
    }

    // Name, type of number, not perceptually linear, every column, every row.
    private static byte[] Channel(char name) => [(byte)name, 0, .. Int32(Float), 0, 0, 0, 0, .. Int32(1), .. Int32(1)];

    // x and y of red, green, blue and white (D65).
    private static float[] Primaries(SceneLight light) => light == SceneLight.Hlg
        ? [0.708f, 0.292f, 0.170f, 0.797f, 0.131f, 0.046f, 0.3127f, 0.3290f]
        : [0.640f, 0.330f, 0.300f, 0.600f, 0.150f, 0.060f, 0.3127f, 0.3290f];

    private static void Attribute(MemoryStream header, string name, string type, byte[] value)
    {
        header.Write(Encoding.ASCII.GetBytes($"{name}\0{type}\0"));
        header.Write(Int32(value.Length));
        header.Write(value);
    }

    private static byte[] Floats(params float[] values)
    {
        var bytes = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), values[i]);
        }

        return bytes;
    }

    private static byte[] Int32(int value) => WebpText.LittleEndian(value);
}
