using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Reads <c>plugins.json</c>. Nothing is thrown for what the file says: every fault becomes a sentence, all at once.</summary>
internal sealed class PluginManifestReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    private static readonly string[] RootKeys = ["plugins", "folders", "shared"];
    private static readonly string[] EntryKeys = ["assembly", "name", "enabled", "sha256", "settings"];

    private readonly string _folder;
    private readonly List<PluginEntry> _entries = [];
    private readonly List<string> _shared = [];
    private readonly List<string> _problems = [];

    private PluginManifestReader(string folder) => _folder = folder;

    /// <summary>Reads the file and the folders that it names.</summary>
    public static PluginManifest Read(string file)
    {
        var path = Path.GetFullPath(file);
        var reader = new PluginManifestReader(Path.GetDirectoryName(path)!);
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                reader._problems.Add($"There is no plugin list at '{path}': write {{ \"plugins\": [] }} there, or name another file.");
            }
            else if (info.Length > MaxBytes)
            {
                reader._problems.Add($"The plugin list '{path}' has {info.Length} bytes; the most that is read is {MaxBytes}.");
            }
            else
            {
                reader.ReadRoot(File.ReadAllBytes(path));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            reader._problems.Add($"The plugin list '{path}' cannot be read: {fault.Message}");
        }

        return reader.Finish();
    }

    private void ReadRoot(byte[] bytes)
    {
        var options = new JsonDocumentOptions { MaxDepth = 32, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
        try
        {
            using var document = JsonDocument.Parse(bytes, options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                ReadKeys(document.RootElement);
            }
            else
            {
                _problems.Add("The plugin list must be a JSON object { \"plugins\": [ … ] }.");
            }
        }
        catch (JsonException fault)
        {
            _problems.Add($"The plugin list is not readable JSON: {fault.Message}");
        }
    }

    private void ReadKeys(JsonElement root)
    {
        foreach (var key in root.EnumerateObject())
        {
            switch (key.Name)
            {
                case "plugins" or "folders" or "shared" when key.Value.ValueKind != JsonValueKind.Array:
                    _problems.Add($"'{key.Name}' of the plugin list must be an array.");
                    break;
                case "plugins":
                    _entries.AddRange(key.Value.EnumerateArray().Select(ReadEntry));
                    break;
                case "shared":
                    _shared.AddRange(Texts(key).Select(text => IsPath(text) ? FullPath(text) : text));
                    break;
                case "folders":
                    break;
                default:
                    _problems.Add(Unknown(key.Name, RootKeys, "The plugin list"));
                    break;
            }
        }

        if (root.TryGetProperty("folders", out var folders) && folders.ValueKind == JsonValueKind.Array)
        {
            ReadFolders(root.EnumerateObject().First(key => key.NameEquals("folders")));
        }
    }

    private PluginEntry ReadEntry(JsonElement json, int index)
    {
        var where = $"Plugin {index + 1} of the list";
        if (json.ValueKind != JsonValueKind.Object)
        {
            return new PluginEntry { Name = $"#{index + 1}", AssemblyPath = "", Problems = [$"{where} must be an object {{ \"assembly\": \"path/to/Plugin.dll\" }}."] };
        }

        var problems = ImmutableArray.CreateBuilder<string>();
        var (assembly, name, enabled, pin, settings) = ((string?)null, (string?)null, true, (ContentId?)null, JsonElement.Parse("{}"));
        foreach (var key in json.EnumerateObject())
        {
            var (kind, value) = (key.Value.ValueKind, key.Value);
            switch (key.Name)
            {
                case "assembly" when kind == JsonValueKind.String && value.GetString() is { Length: > 0 } text:
                    assembly = FullPath(text);
                    break;
                case "name" when kind == JsonValueKind.String && value.GetString() is { Length: > 0 } text:
                    name = text;
                    break;
                case "enabled" when kind is JsonValueKind.True or JsonValueKind.False:
                    enabled = value.GetBoolean();
                    break;
                case "sha256" when kind == JsonValueKind.String && ContentId.TryParse(value.GetString(), out var id):
                    pin = id;
                    break;
                case "settings" when kind == JsonValueKind.Object:
                    settings = value.Clone();
                    break;
                case "assembly" or "name" or "enabled" or "sha256" or "settings":
                    problems.Add($"{where}: '{key.Name}' must be {Wanted(key.Name)}.");
                    break;
                default:
                    problems.Add(Unknown(key.Name, EntryKeys, where));
                    break;
            }
        }

        if (assembly is null && problems.Count == 0)
        {
            problems.Add($"{where} needs \"assembly\": the path of its .dll, relative to the list.");
        }

        return new PluginEntry
        {
            Name = name ?? (assembly is null ? $"#{index + 1}" : Path.GetFileNameWithoutExtension(assembly)),
            AssemblyPath = assembly ?? "",
            Enabled = enabled,
            Pin = pin,
            Settings = settings,
            Problems = problems.ToImmutable(),
        };
    }

    // A folder holds one subfolder a plugin, Name/Name.dll; an entry of the list for the same file goes before it.
    private void ReadFolders(JsonProperty key)
    {
        foreach (var folder in Texts(key).Select(FullPath))
        {
            if (!Directory.Exists(folder))
            {
                _problems.Add($"The plugin folder '{folder}' does not exist.");
                continue;
            }

            foreach (var subfolder in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(subfolder);
                var assembly = Path.Combine(subfolder, name + ".dll");
                if (File.Exists(assembly) && _entries.All(entry => entry.AssemblyPath != assembly))
                {
                    _entries.Add(new PluginEntry { Name = name, AssemblyPath = assembly });
                }
            }
        }
    }

    private IEnumerable<string> Texts(JsonProperty key)
    {
        foreach (var item in key.Value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 } text)
            {
                yield return text;
            }
            else
            {
                _problems.Add($"'{key.Name}' of the plugin list must hold texts, not {item.GetRawText()}.");
            }
        }
    }

    private PluginManifest Finish()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var entries = _entries.Select(entry => seen.Add(entry.Name)
            ? entry
            : entry with { Problems = entry.Problems.Add($"Another plugin of the list is called '{entry.Name}' too: give one of them a \"name\" of its own.") });
        return new PluginManifest([.. entries], [.. _shared], [.. _problems]);
    }

    private string FullPath(string path) => Path.GetFullPath(path, _folder);

    private static bool IsPath(string text) => text.Contains('/', StringComparison.Ordinal) || text.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    private static string Wanted(string key) => key switch
    {
        "enabled" => "true or false",
        "sha256" => "the 64 hexadecimal digits of the assembly's SHA-256",
        "settings" => "an object",
        _ => "a text that is not empty",
    };

    private static string Unknown(string key, string[] known, string where)
        => Spelling.Nearest(key, known) is { } nearest
            ? $"{where} has an unknown key '{key}': did you mean '{nearest}'?"
            : $"{where} has an unknown key '{key}': the keys are {string.Join(", ", known)}.";
}
