using System.Text.Json;

namespace MySpinBot.Runtime.Memory;

/// <summary>What calls were seen to need, by node type and the shape of their inputs: the largest of each. Kept in a file where one is named.</summary>
public sealed class PeakBook
{
    /// <summary>The most entries that are kept.</summary>
    public const int MaxEntries = 10_000;

    private readonly Lock _lock = new();
    private readonly string? _path;
    private readonly Dictionary<string, long> _peaks;

    private PeakBook(string? path, Dictionary<string, long> peaks) => (_path, _peaks) = (path, peaks);

    /// <summary>Opens a book. A file that is missing or damaged makes an empty one: what it held is learnt again.</summary>
    /// <param name="path">Its file; null to keep it in memory only.</param>
    public static PeakBook Open(string? path)
    {
        try
        {
            var peaks = path is not null && File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllBytes(path)) : null;
            return new PeakBook(path, peaks ?? []);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            return new PeakBook(path, []);
        }
    }

    /// <summary>The most bytes that such a call was seen to need; null where none was seen.</summary>
    /// <param name="nodeType">The node's type.</param>
    /// <param name="shape">What its need depends on, such as <c>2x512x512</c>.</param>
    public long? Find(string nodeType, string shape)
    {
        lock (_lock)
        {
            return _peaks.TryGetValue(Key(nodeType, shape), out var bytes) ? bytes : null;
        }
    }

    /// <summary>Notes what a call needed.</summary>
    public void Learn(string nodeType, string shape, long bytes)
    {
        lock (_lock)
        {
            var key = Key(nodeType, shape);
            if (_peaks.Count < MaxEntries || _peaks.ContainsKey(key))
            {
                _peaks[key] = Math.Max(bytes, _peaks.GetValueOrDefault(key));
            }
        }
    }

    /// <summary>Writes the book to its file, whole or not at all.</summary>
    public void Save()
    {
        if (_path is null)
        {
            return;
        }

        byte[] json;
        lock (_lock)
        {
            json = JsonSerializer.SerializeToUtf8Bytes(_peaks);
        }

        var temporary = $"{_path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(temporary, json);
        File.Move(temporary, _path, overwrite: true);
    }

    private static string Key(string nodeType, string shape) => $"{nodeType} {shape}";
}
