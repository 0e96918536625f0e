using System.Buffers.Binary;

namespace MySpinBot.Language.Tests.Making;

/// <summary>Files that are not what they should be, made of a sound one.</summary>
internal static class Damages
{
    /// <summary>Every damage, by its name.</summary>
    public static IReadOnlyDictionary<string, Action<string, string>> All { get; } = new Dictionary<string, Action<string, string>>(StringComparer.Ordinal)
    {
        ["empty"] = static (_, path) => File.WriteAllBytes(path, []),
        ["no GGUF at all"] = static (_, path) => File.WriteAllText(path, "<!DOCTYPE html><html><body>404</body></html>"),
        ["cut within its head"] = static (sound, path) => File.WriteAllBytes(path, File.ReadAllBytes(sound)[..200]),
        ["cut within its vocabulary"] = static (sound, path) => File.WriteAllBytes(path, File.ReadAllBytes(sound)[..3000]),
        ["cut within its weights"] = static (sound, path) => File.WriteAllBytes(path, File.ReadAllBytes(sound)[..^5000]),
        ["says it has 2^60 tensors"] = static (sound, path) => Stated(sound, path, 8),
        ["says it has 2^60 values"] = static (sound, path) => Stated(sound, path, 16),
        ["says a name has 2^60 bytes"] = static (sound, path) => Stated(sound, path, 24),
        ["a version to come"] = static (sound, path) => Patched(sound, path, 4, 99),
    };

    private static void Stated(string sound, string path, int at)
    {
        var bytes = File.ReadAllBytes(sound);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), 1UL << 60);
        File.WriteAllBytes(path, bytes);
    }

    private static void Patched(string sound, string path, int at, uint value)
    {
        var bytes = File.ReadAllBytes(sound);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
        File.WriteAllBytes(path, bytes);
    }
}
