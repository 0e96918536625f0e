using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Nodes.Tests.Media.Masks;

/// <summary>What ComfyUI's nodes gave: <c>comfy-masks</c> of the reference data.</summary>
internal sealed class MaskGolden
{
    private readonly byte[] _file;
    private readonly JsonElement _header;

    private MaskGolden(string folder)
    {
        _file = File.ReadAllBytes(Path.Combine(folder, "io.safetensors"));
        _header = JsonDocument.Parse(_file.AsMemory(8, (int)BinaryPrimitives.ReadInt64LittleEndian(_file))).RootElement;
        Cases = [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "cases.json"))).RootElement.EnumerateArray()];
    }

    public IReadOnlyList<JsonElement> Cases { get; }

    public static MaskGolden Open() => new(Golden.Folder("comfy-masks"));

    public int[] Shape(string key) => [.. _header.GetProperty(key).GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())];

    public float[] Values(string key)
    {
        var range = _header.GetProperty(key).GetProperty("data_offsets");
        var start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(_file);
        return MemoryMarshal.Cast<byte, float>(_file.AsSpan((start + range[0].GetInt32())..(start + range[1].GetInt32()))).ToArray();
    }

    public Mask Mask(string key) => Shape(key) is [var batch, var height, var width] ? Sdk.Mask.Own(batch, height, width, Values(key)) : throw new InvalidDataException($"'{key}' is no mask.");

    public Image Image(string key)
        => Shape(key) is [var batch, var height, var width, var channels] ? Sdk.Image.Own(batch, height, width, channels, Values(key)) : throw new InvalidDataException($"'{key}' is no image.");
}
