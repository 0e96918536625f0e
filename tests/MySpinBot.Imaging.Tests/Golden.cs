using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MySpinBot.Imaging.Tests;

/// <summary>Reference data: the folder that MYSPINBOT_GOLDEN names, and for what that one lacks <c>tests/golden</c> above the test. Without it a test is skipped, in CI it fails.</summary>
internal static class Golden
{
    public static string Folder(string name) => Folders(name)[0];

    /// <summary>All folders of a name like <c>esrgan-*</c>, at least one: sets differ in how many they have.</summary>
    public static string[] Folders(string pattern)
    {
        foreach (var root in Roots())
        {
            if (Directory.Exists(root) && Directory.GetDirectories(root, pattern) is { Length: > 0 } found)
            {
                return [.. found.Order(StringComparer.Ordinal)];
            }
        }

        var message = $"The reference data '{pattern}' is missing: put it into tests/golden, or name its folder in MYSPINBOT_GOLDEN.";
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

    /// <summary>How far a right result may be: what the folder's README states, or what is usual where it states less or nothing.</summary>
    /// <param name="folder">The folder's path.</param>
    /// <param name="usual">The tolerance that the set of this project states.</param>
    /// <param name="of">What the tolerance is for, where a folder states several.</param>
    public static double Tolerance(string folder, double usual, string of = "")
    {
        var readme = Path.Combine(folder, "README.md");
        var stated = File.Exists(readme) ? Regex.Match(File.ReadAllText(readme), $@"Tolerance:[^\n]*?{Regex.Escape(of)} ?(\d+(\.\d+)?e-\d+)") : Match.Empty;
        return stated.Success ? Math.Max(usual, double.Parse(stated.Groups[1].Value, CultureInfo.InvariantCulture)) : usual;
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("MYSPINBOT_GOLDEN") is { Length: > 0 } named)
        {
            yield return named;
        }

        if (Above(AppContext.BaseDirectory) is { } own)
        {
            yield return own;
        }
    }

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
