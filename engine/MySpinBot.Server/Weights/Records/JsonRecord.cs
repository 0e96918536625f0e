using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Weights.Records;

/// <summary>A small file with a table by text, read when it is needed and written whole: whoever looks sees the old one or the new one. Another process may write it too; what it noted is kept.</summary>
/// <typeparam name="T">What stands in a line of it.</typeparam>
/// <param name="path">Where it is.</param>
/// <param name="most">How many lines it has at most; the oldest go.</param>
/// <param name="report">Told what is wrong with it.</param>
internal sealed class JsonRecord<T>(string path, int most, Action<string> report)
    where T : class
{
    private const long MostBytes = 64L << 20;

    private readonly Lock _gate = new();
    private Dictionary<string, T> _lines = [];
    private DateTime _readAt = DateTime.MinValue;

    /// <summary>A line; null where there is none.</summary>
    public T? Find(string key)
    {
        lock (_gate)
        {
            Read();
            return _lines.GetValueOrDefault(key);
        }
    }

    /// <summary>Notes lines, or takes away those whose value is null.</summary>
    public void Set(params IEnumerable<(string Key, T? Value)> lines)
    {
        lock (_gate)
        {
            Read();
            var next = new Dictionary<string, T>(_lines, StringComparer.Ordinal);
            foreach (var (key, value) in lines)
            {
                next.Remove(key);
                if (value is not null)
                {
                    next.Add(key, value);
                }
            }

            foreach (var old in next.Keys.Take(next.Count - most).ToList())
            {
                next.Remove(old);
            }

            _lines = next;
            Write();
        }
    }

    /// <summary>All lines.</summary>
    public IReadOnlyList<KeyValuePair<string, T>> All()
    {
        lock (_gate)
        {
            Read();
            return [.. _lines];
        }
    }

    private void Read()
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.LastWriteTimeUtc == _readAt)
            {
                return;
            }

            if (file.Length > MostBytes)
            {
                throw new InvalidDataException($"it has {file.Length} bytes");
            }

            _lines = JsonSerializer.Deserialize<Dictionary<string, T>>(File.ReadAllBytes(path), MessageJson.Options) ?? [];
            _readAt = file.LastWriteTimeUtc;
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException || DiskRefusal.Is(fault))
        {
            report($"The notes in '{path}' cannot be read, and are done without: {fault.Message}");
        }
    }

    private void Write()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var next = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(_lines, MessageJson.Options));
            File.Move(next, path, overwrite: true);
            _readAt = new FileInfo(path).LastWriteTimeUtc;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            report($"The notes in '{path}' cannot be written: {fault.Message}");
        }
    }
}
