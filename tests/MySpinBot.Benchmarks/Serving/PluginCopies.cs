using System.Globalization;
using System.Text;

namespace MySpinBot.Benchmarks.Serving;

/// <summary>Many plugins made of one: copies of its assembly with other names in them, of the same length, so that each is an assembly and has node types of its own.</summary>
internal static class PluginCopies
{
    public static string Root { get; } = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "../../../../.."));

    public static string Original { get; } = Path.Join(Root, "tests/MySpinBot.BenchmarkNodes/bin/Release/net10.0/MySpinBot.BenchmarkNodes.dll");

    public static IReadOnlyList<string> Make(string folder, int count)
    {
        var bytes = File.ReadAllBytes(Original);
        return [.. Enumerable.Range(0, count).Select(i => Copy(bytes, folder, i.ToString("0000", CultureInfo.InvariantCulture)))];
    }

    private static string Copy(byte[] original, string folder, string number)
    {
        var bytes = (byte[])original.Clone();
        Replace(bytes, Encoding.UTF8.GetBytes("MySpinBot.BenchmarkNodes"), Encoding.UTF8.GetBytes($"MySpinBot.Benchmark{number}s"));
        Replace(bytes, Encoding.Unicode.GetBytes("Bench"), Encoding.Unicode.GetBytes($"B{number}"));
        var own = Directory.CreateDirectory(Path.Join(folder, number)).FullName;
        var path = Path.Join(own, $"MySpinBot.Benchmark{number}s.dll");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static void Replace(Span<byte> bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> fresh)
    {
        for (var at = bytes.IndexOf(old); at >= 0; at = bytes.IndexOf(old))
        {
            fresh.CopyTo(bytes[at..]);
            bytes = bytes[(at + old.Length)..];
        }
    }
}
