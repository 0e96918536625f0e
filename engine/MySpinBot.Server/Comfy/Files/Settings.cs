using System.Text.Json;
using MySpinBot.Server.Bodies;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>What front ends remember: names and their values, in a file.</summary>
internal sealed class Settings
{
    /// <summary>The most bytes that are kept.</summary>
    public const int MostBytes = 4 << 20;

    // Deeper than the values that are taken: a value stands in an object there.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);

    /// <summary>Reads a file. One that is not there has no settings; one that somebody has damaged counts as empty, and is put aside before anything takes its place.</summary>
    /// <exception cref="ServerRefusal">The disk does not give it.</exception>
    public static async Task<Settings> ReadAsync(string path, CancellationToken cancellation)
    {
        var settings = new Settings();
        try
        {
            if (new FileInfo(path) is { Exists: true } file && (file.Length is 0 or > MostBytes || !settings.TryTake(await File.ReadAllBytesAsync(path, cancellation))))
            {
                File.Move(path, path + ".damaged", overwrite: true);
            }

            return settings;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The settings cannot be read");
        }
    }

    /// <summary>Sets what an object says; of two members with one name the last counts.</summary>
    /// <returns>Whether it was an object.</returns>
    public bool Take(JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var member in given.EnumerateObject())
        {
            _values[member.Name] = member.Value;
        }

        return true;
    }

    /// <summary>Sets a value.</summary>
    public void Set(string name, JsonElement value) => _values[name] = value;

    /// <summary>Writes all.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in _values)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes one; null where there is none of this name.</summary>
    public void Write(Utf8JsonWriter writer, string name)
    {
        if (_values.TryGetValue(name, out var value))
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>All, for people to read.</summary>
    /// <exception cref="ServerRefusal">There is too much of it.</exception>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            Write(writer);
        }

        return bytes.Length <= MostBytes ? bytes.ToArray() : throw new ServerRefusal(RefusalKind.TooLarge, "settings_too_large", $"The settings would have {bytes.Length} bytes; at most {MostBytes} are kept.");
    }

    private bool TryTake(byte[] json)
    {
        try
        {
            return JsonTexts.AreWhole(json) && Take(JsonElement.Parse(json, Deep)); // the file can be written as a user's file, too
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
