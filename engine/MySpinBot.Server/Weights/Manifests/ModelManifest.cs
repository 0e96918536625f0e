using MySpinBot.Core.Sentences;
using MySpinBot.Core.Weights;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Weights.Manifests;

/// <summary>All models that can be pulled by name: the built-in list, and those of files that whoever runs the server named. Of two of one name the later counts.</summary>
public sealed class ModelManifest
{
    private readonly Dictionary<string, ModelEntry> _entries = new(StringComparer.OrdinalIgnoreCase);

    private ModelManifest(IEnumerable<ModelEntry> entries) => Add(entries);

    /// <summary>The models, by name.</summary>
    public IReadOnlyList<ModelEntry> Entries => [.. _entries.Values.OrderBy(entry => entry.Kind, StringComparer.Ordinal).ThenBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Reads the built-in list and these files. A file that cannot be used adds nothing, and that is reported.</summary>
    public static ModelManifest Read(IEnumerable<string> files, Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(report);
        var manifest = new ModelManifest(BuiltIn());
        foreach (var file in files)
        {
            try
            {
                manifest.Add(ManifestReader.Read(File.ReadAllText(file), isOperators: true));
            }
            catch (Exception fault) when (fault is InvalidDataException || DiskRefusal.Is(fault))
            {
                report($"The models of '{file}' cannot be pulled by name: {fault.Message}");
            }
        }

        return manifest;
    }

    /// <summary>A model by its name; null where there is none.</summary>
    public ModelEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>The model that is published at an address; null where none is.</summary>
    public ModelEntry? At(Uri url) => _entries.Values.FirstOrDefault(entry => entry.Urls.Contains(url));

    /// <summary>The model that a file of a kind is named as; null where none is.</summary>
    public ModelEntry? For(string kind, string file) => _entries.Values.FirstOrDefault(entry => entry.Kind == kind && entry.File == file);

    /// <summary>A sentence with the name that may have been meant, with its leading space, or nothing.</summary>
    internal string Suggest(string name) => new NearestNames().Ask(name, _entries.Keys);

    private static IReadOnlyList<ModelEntry> BuiltIn()
    {
        using var text = new StreamReader(typeof(ModelManifest).Assembly.GetManifestResourceStream("models.yaml")!);
        return ManifestReader.Read(text.ReadToEnd(), isOperators: false);
    }

    private void Add(IEnumerable<ModelEntry> entries)
    {
        foreach (var entry in entries)
        {
            _entries[entry.Name] = entry with { Kind = ModelKinds.Today(entry.Kind) };
        }
    }
}
