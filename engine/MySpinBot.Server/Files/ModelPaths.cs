using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Core.Weights;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MySpinBot.Server.Files;

/// <summary>Where models are: ComfyUI's folders below one of models, and what its <c>extra_model_paths.yaml</c> adds.</summary>
public static partial class ModelPaths
{
    private const int MostCharacters = 1 << 20;
    private const int MostFolders = 1000;

    /// <summary>The folders of a server: the usual ones, and those that a file adds. A file that cannot be read or is wrong adds none, and that is reported.</summary>
    /// <param name="file">An <c>extra_model_paths.yaml</c>; null for none.</param>
    /// <param name="models">The folder of models.</param>
    /// <param name="report">Told, in a sentence, what is wrong with the file.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(string? file, string models, Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var usual = In(models);
        if (file is null)
        {
            return usual;
        }

        try
        {
            var length = new FileInfo(file).Length;
            return length <= 4L * MostCharacters
                ? With(usual, File.ReadAllText(file), Path.GetDirectoryName(Path.GetFullPath(file))!, Environment.GetEnvironmentVariable)
                : throw new InvalidDataException($"The file has {length} bytes; a list of folders has at most {4L * MostCharacters}.");
        }
        catch (Exception fault) when (fault is InvalidDataException || DiskRefusal.Is(fault))
        {
            report($"The model folders of '{file}' are not used: {fault.Message}");
            return usual;
        }
    }

    /// <summary>The usual folders below a folder of models.</summary>
    /// <param name="models">The folder.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> In(string models)
        => ModelKinds.Usual.ToDictionary(usual => usual.Kind, usual => (IReadOnlyList<string>)[.. usual.Folders.Select(folder => Path.Join(models, folder))]);

    /// <summary>Adds, touching no disk, the folders that an <c>extra_model_paths.yaml</c> names: blocks of any name, each a mapping of kinds to folders, one a line; <c>base_path</c> is put before them,
    /// and those of a block with <c>is_default: true</c> come first.</summary>
    /// <param name="folders">What there is.</param>
    /// <param name="yaml">The text of the file.</param>
    /// <param name="place">The folder that the file is in: paths are relative to it.</param>
    /// <param name="variable">Variables of the environment, for <c>$NAME</c>, <c>${NAME}</c> and <c>~</c> (HOME) in <c>base_path</c>.</param>
    /// <returns>What there is, and more.</returns>
    /// <exception cref="InvalidDataException">The text is none of that form; the sentence says where.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> With(
        IReadOnlyDictionary<string, IReadOnlyList<string>> folders, string yaml, string place, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var result = folders.ToDictionary(pair => pair.Key, pair => pair.Value.ToImmutableList());
        foreach (var (name, node) in Entries(Root(yaml), "The file"))
        {
            if (node is YamlScalarNode scalar && string.IsNullOrEmpty(scalar.Value))
            {
                continue;
            }

            AddBlock(result, Entries(node, $"Block '{name}'"), place, variable);
        }

        return result.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value);
    }

    private static void AddBlock(Dictionary<string, ImmutableList<string>> result, List<(string Name, YamlNode Node)> block, string place, Func<string, string?> variable)
    {
        var (start, isDefault) = (place, false);
        foreach (var (name, node) in block)
        {
            if (name == "base_path")
            {
                start = Path.Combine(place, Expanded(Text(node, name), variable));
            }
            else if (name == "is_default")
            {
                isDefault = Text(node, name).ToUpperInvariant() is "TRUE" or "YES" or "ON";
            }
        }

        foreach (var (name, node) in block)
        {
            if (name is "base_path" or "is_default")
            {
                continue;
            }

            foreach (var line in Text(node, name).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                Add(result, ModelKinds.Today(name), Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(start, line), Path.GetFullPath(place))), isDefault);
            }
        }
    }

    // A folder that is there already is put first by a block that is the default, and stays where it is otherwise.
    private static void Add(Dictionary<string, ImmutableList<string>> result, string kind, string folder, bool first)
    {
        var there = result.GetValueOrDefault(kind, []);
        if (there.Count >= MostFolders)
        {
            throw new InvalidDataException($"'{kind}' has more than {MostFolders} folders: name fewer.");
        }

        result[kind] = (there.Contains(folder), first) switch
        {
            (true, true) => there.Remove(folder).Insert(0, folder),
            (true, false) => there,
            (false, true) => there.Insert(0, folder),
            _ => there.Add(folder),
        };
    }

    private static YamlNode Root(string yaml)
    {
        if (yaml.Length > MostCharacters)
        {
            throw new InvalidDataException($"The file has {yaml.Length} characters; a list of folders has at most {MostCharacters}.");
        }

        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException fault)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Line {fault.Start.Line}: this is not YAML: {fault.Message}"), fault);
        }

        return stream.Documents.Count == 0 ? new YamlMappingNode() : stream.Documents[0].RootNode;
    }

    private static List<(string Name, YamlNode Node)> Entries(YamlNode node, string what)
        => node is YamlMappingNode mapping
            ? [.. mapping.Children.Select(child => (Text(child.Key, what), child.Value))]
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Line {node.Start.Line}: {what} is not a mapping: write 'name: value' lines below it."));

    private static string Text(YamlNode node, string name)
        => node is YamlScalarNode { Value: { } text } && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Line {node.Start.Line}: '{name}' is not a text: name a folder, or several with '|', one a line."));

    // A variable that is not set stays as it is written, so that the sentence of whoever misses the folder shows it.
    private static string Expanded(string path, Func<string, string?> variable)
    {
        var home = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? variable("HOME") + path[1..] : path;
        return Variable().Replace(home, match => variable(match.Groups["name"].Value) ?? match.Value);
    }

    [GeneratedRegex(@"\$(?:\{(?<name>\w+)\}|(?<name>\w+))")]
    private static partial Regex Variable();
}
