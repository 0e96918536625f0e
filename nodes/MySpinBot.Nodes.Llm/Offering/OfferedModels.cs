using System.Text.RegularExpressions;
using MySpinBot.Language;
using MySpinBot.Nodes.Llm.Remote;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>The language models that there are, by the names that requests have for them: a file's path below its folder without <c>.gguf</c>, or <c>target/model</c>.</summary>
/// <param name="weights">Where files are found.</param>
/// <param name="settings">How they are loaded.</param>
/// <param name="targets">Other servers.</param>
/// <param name="remote">What they have.</param>
[PluginService]
public sealed partial class OfferedModels(IWeightFiles weights, ModelSettings settings, IOutboundTargets targets, RemoteAnswers remote)
{
    private const string Local = "local";
    private const string Extension = ".gguf";
    private const int MostNamed = 20;

    /// <summary>Those that there are now: files first. Servers that cannot be reached offer none.</summary>
    public async ValueTask<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        OfferedModel[] files = [.. Files().Select(file => new OfferedModel(file.Name, Local))];
        return targets.All.Count == 0 ? files : [.. files, .. (await remote.ListAsync(cancellation)).ExceptBy(files.Select(file => file.Name), model => model.Name)];
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

        // What another server has, it knows itself: a model that was put there a moment ago is there.
        return Elsewhere(name) ?? throw new NodeFailure(Missing(name)) { Input = nameof(TextRequest.Model), Code = "model_not_found" };
    }

    private LanguageModel? Elsewhere(string name)
    {
        var target = targets.All.FirstOrDefault(target => name.StartsWith(target.Name + "/", StringComparison.Ordinal) && name.Length > target.Name.Length + 1);
        return target is null ? null : new LanguageModel([new RemoteSource(target.Name, name[(target.Name.Length + 1)..])]);
    }

    // Of a model in parts the first stands for all.
    private IEnumerable<(string Name, string Path)> Files()
        => weights.Names(ModelSettings.Folder).Where(path => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && !LaterPart().IsMatch(path))
            .Select(path => (path[..^Extension.Length], path)).OrderBy(file => file.Item1, StringComparer.Ordinal);

    private string Missing(string name)
    {
        string[] names = [.. Files().Select(file => file.Name), .. targets.All.Select(target => $"{target.Name}/…")];
        return names.Length == 0
            ? $"There is no model '{name}': the models folder '{ModelSettings.Folder}' has no .gguf file. Put one there."
            : $"There is no model '{name}'; there {(names.Length == 1 ? "is" : "are")} {string.Join(", ", names.Take(MostNamed))}{(names.Length > MostNamed ? ", …" : "")}.";
    }

    [GeneratedRegex(@"-(?!00001)\d{5}-of-\d{5}\.gguf$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LaterPart();
}
