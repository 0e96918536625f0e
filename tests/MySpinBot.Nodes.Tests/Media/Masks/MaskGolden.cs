using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MySpinBot.Nodes.Tests.Media.Masks;

/// <summary>What ComfyUI's nodes gave: <c>tests/golden/comfy-masks</c>, or that folder below the one that MYSPINBOT_GOLDEN names. Without it a test is skipped, in CI it fails.</summary>
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

    public static MaskGolden Open()
    {
        var root = Environment.GetEnvironmentVariable("MYSPINBOT_GOLDEN") is { Length: > 0 } named ? named : Above(AppContext.BaseDirectory);
        var folder = Path.Combine(root ?? "", "comfy-masks");
        if (!Directory.Exists(folder))
        {
            const string Message = "The reference data 'comfy-masks' is missing: put it into tests/golden, or name its folder in MYSPINBOT_GOLDEN.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, Message);
            Assert.Fail(Message);
        }

        return new MaskGolden(folder);
    }

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

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "tests", "golden")))
            {
                return Path.Combine(folder.FullName, "tests", "golden");
            }
        }

        return null;
    }
}
