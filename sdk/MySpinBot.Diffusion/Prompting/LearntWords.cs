using System.Collections.Immutable;
using System.Text;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The learnt words that a prompt names, with their vectors: <c>embedding:name</c> is a file of that name in the folder <c>embeddings</c>, or in one below it.</summary>
internal sealed class LearntWords
{
    /// <summary>The folder that they lie in.</summary>
    public const string Folder = "embeddings";

    private static readonly string[] Extensions = ["", ".safetensors", ".pt", ".bin"];

    private readonly Dictionary<string, ImmutableArray<LearntVector>> _words;
    private readonly INodeLog _log;

    private LearntWords(Dictionary<string, ImmutableArray<LearntVector>> words, INodeLog log) => (_words, _log) = (words, log);

    /// <summary>The vectors of a word; null where it is not there.</summary>
    public IReadOnlyList<LearntVector>? Find(string name) => _words.TryGetValue(name, out var vectors) ? vectors : null;

    /// <summary>Says which words are not there, as they count for nothing.</summary>
    public void Tell(ImmutableArray<string> missing)
    {
        foreach (var name in missing.Distinct(StringComparer.Ordinal))
        {
            _log.Warn($"The prompt names embedding:{name}, and there is no such file among the {Folder} that fits the model; the prompt is read without it.");
        }
    }

    /// <summary>Finds those that a prompt names.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="tower">The network that they are for.</param>
    /// <param name="context">The call.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static async ValueTask<LearntWords> FindAsync(string prompt, TextTower tower, NodeContext context, CancellationToken cancellation)
    {
        Dictionary<string, ImmutableArray<LearntVector>> words = new(StringComparer.Ordinal);
        foreach (var (name, file) in await FilesAsync(prompt, context.Weights, cancellation))
        {
            var vectors = LearntWordFile.Read(name, file.Path, tower);
            if (vectors.IsEmpty)
            {
                context.Log.Warn($"embedding:{name} has no vectors of {tower.Network.Width} numbers, as the text encoder's words have; it was made for another model.");
            }
            else
            {
                words[name] = vectors;
            }
        }

        return new LearntWords(words, context.Log);
    }

    /// <summary>What tells a prompt with these words from one with others of the same name, for keys of results. Where the prompt is not known yet, all words there are count.</summary>
    public static async ValueTask<string> PrintAsync(string? prompt, IWeightFiles weights, CancellationToken cancellation)
    {
        var print = new StringBuilder();
        if (prompt is not null)
        {
            foreach (var (name, file) in await FilesAsync(prompt, weights, cancellation))
            {
                print.Append(name).Append('=').Append(file.Id.ToString()).Append('\n');
            }

            return print.ToString();
        }

        foreach (var path in weights.Names(Folder).Order(StringComparer.Ordinal))
        {
            print.Append(path).Append('=').Append((await weights.NamedAsync(Folder, path, cancellation))?.Id.ToString()).Append('\n');
        }

        return ContentId.Of(Encoding.UTF8.GetBytes(print.ToString())).ToString();
    }

    private static async ValueTask<IReadOnlyList<(string Name, FileReference File)>> FilesAsync(string prompt, IWeightFiles weights, CancellationToken cancellation)
    {
        List<(string Name, FileReference File)> files = [];
        foreach (var name in Names(prompt))
        {
            foreach (var path in Paths(name, weights.Names(Folder)))
            {
                if (await weights.NamedAsync(Folder, path, cancellation) is { } file)
                {
                    files.Add((name, file));
                    break;
                }
            }
        }

        return files;
    }

    // Names that the prompt may mean: with and without a comma behind them.
    private static SortedSet<string> Names(string prompt)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        if (prompt.Contains(PromptReading.Learnt, StringComparison.Ordinal))
        {
            _ = new PromptReading(_ => [], 0, 1, learnt: name =>
            {
                names.Add(name);
                return null;
            }).Read(prompt);
        }

        return names;
    }

    // As it is written, with what files end with, and then in the folders below.
    private static IEnumerable<string> Paths(string name, IReadOnlyList<string> all)
    {
        string[] plain = [.. Extensions.Select(extension => name + extension)];
        return plain.Where(path => all.Contains(path, StringComparer.Ordinal))
            .Concat(plain.SelectMany(path => all.Where(file => file.EndsWith($"/{path}", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
    }
}
