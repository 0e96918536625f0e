using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MySpinBot.Imaging.Tests;

/// <summary>Reference data: the folder that MYSPINBOT_GOLDEN names, else <c>tests/golden</c> above the test. Without it a test is skipped, in CI it fails.</summary>
internal static class Golden
{
    public static string Folder(string name)
    {
        var root = Environment.GetEnvironmentVariable("MYSPINBOT_GOLDEN") is { Length: > 0 } named ? named : Above(AppContext.BaseDirectory);
        if (root is not null && Directory.Exists(Path.Combine(root, name)))
        {
            return Path.Combine(root, name);
        }

        var message = $"The reference data '{name}' is missing: put it into tests/golden, or name its folder in MYSPINBOT_GOLDEN.";
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
        {
            Assert.Fail(message);
        }

        Assert.Skip(message);
        throw new InvalidOperationException(message);
    }

    public static JsonElement Json(string folder, string file)
        => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(folder), file))).RootElement;

    public static Tensors Tensors(string folder, string file) => new(File.ReadAllBytes(Path.Combine(Folder(folder), file)));

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

/// <summary>A safetensors file: the length of a JSON header, the header, the bytes.</summary>
internal sealed class Tensors(byte[] file)
{
    private readonly JsonElement _header = JsonDocument.Parse(file.AsMemory(8, (int)BinaryPrimitives.ReadInt64LittleEndian(file))).RootElement;

    public int[] Shape(string key) => [.. _header.GetProperty(key).GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())];

    public float[] Floats(string key) => MemoryMarshal.Cast<byte, float>(Bytes(key)).ToArray();

    public byte[] Bytes(string key)
    {
        var range = _header.GetProperty(key).GetProperty("data_offsets");
        var start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return file[(start + range[0].GetInt32())..(start + range[1].GetInt32())];
    }
}
