using System.Text.RegularExpressions;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>The language models that there are, by the names that requests have for them: a file's path below its folder without <c>.gguf</c>, or <c>target/model</c>.</summary>
/// <param name="weights">Where files are found.</param>
/// <param name="settings">How they are loaded.</param>
[PluginService]
public sealed partial class OfferedModels(IWeightFiles weights, ModelSettings settings)
{
    private const string Extension = ".gguf";
    private const int MostNamed = 20;

    /// <summary>Those that there are now. Servers that cannot be reached offer none.</summary>
    public ValueTask<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new([.. Files().Select(file => new OfferedModel(file.Name, "local"))]);
    }

    /// <summary>The model of a name.</summary>
    /// <exception cref="NodeFailure">There is none; the sentence says which there are.</exception>
    public async ValueTask<LanguageModel> FindAsync(string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name[..^Extension.Length] : name;
        if (Files().FirstOrDefault(file => file.Name == wanted) is { Path: { } path } && await weights.NamedAsync(ModelSettings.Folder, path, cancellation) is { } file)
        {
            return new LanguageModel([new LocalSource(new WeightFile(ModelSettings.Folder, file.Id, file.Length), settings.Of(ModelSettings.NameOf(file.Path)))]);
        }

        throw new NodeFailure(Missing(name)) { Input = nameof(TextRequest.Model), Code = "model_not_found" };
    }

    // Of a model in parts the first stands for all.
    private IEnumerable<(string Name, string Path)> Files()
        => weights.Names(ModelSettings.Folder).Where(path => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && !LaterPart().IsMatch(path))
            .Select(path => (path[..^Extension.Length], path)).OrderBy(file => file.Item1, StringComparer.Ordinal);

    private string Missing(string name)
    {
        string[] names = [.. Files().Select(file => file.Name)];
        return names.Length == 0
            ? $"There is no model '{name}': the models folder '{ModelSettings.Folder}' has no .gguf file. Put one there."
            : $"There is no model '{name}'; there {(names.Length == 1 ? "is" : "are")} {string.Join(", ", names.Take(MostNamed))}{(names.Length > MostNamed ? ", …" : "")}.";
    }

    [GeneratedRegex(@"-(?!00001)\d{5}-of-\d{5}\.gguf$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LaterPart();
}
