using System.CommandLine;
using MySpinBot.Cli.Graphs;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Commands;

/// <summary>The options of every command that opens the engine.</summary>
internal sealed class EngineFlags
{
    private readonly Option<string> _out = new("--out") { Description = "Folder that results are saved to.", HelpName = "DIR", DefaultValueFactory = _ => "out" };
    private readonly Option<string[]> _inputFolders = new("--input-folder") { Description = "Folder that graphs may read files from, before the graph's own and the current one.", HelpName = "DIR" };
    private readonly Option<string?> _cache = new("--cache") { Description = "Folder that results are kept in (MYSPINBOT_CACHE; ~/.cache/myspinbot).", HelpName = "DIR" };
    private readonly Option<string?> _memory = new("--memory-budget") { Description = "Host memory for models and their work: 4GB, 512MB, or bytes.", HelpName = "BYTES" };

    private readonly Option<string?> _cacheBytes = new("--cache-bytes") { Description = "How much is kept in the cache; what is least worth it goes when a run is over (MYSPINBOT_CACHE_BYTES; 20GB).", HelpName = "BYTES" };

    public EngineFlags()
    {
        DemandBytes(_memory);
        DemandBytes(_cacheBytes);
    }

    public static Option<bool> Json { get; } = new("--json") { Description = "For programs: JSON, one object a line, and nothing else on standard output." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="surroundings">Whose variables stand in for options.</param>
    /// <param name="runs">Whether it runs graphs, and so saves results and loads models.</param>
    public EngineFlags AddTo(Command command, Surroundings surroundings, bool runs)
    {
        if (runs)
        {
            command.Add(_out);
            command.Add(_memory);
            command.Add(_cacheBytes);
            command.Validators.Add(result =>
            {
                if (new Places(surroundings.Variable).CacheBytes is { } given && Refusal("MYSPINBOT_CACHE_BYTES", given) is { } refusal)
                {
                    result.AddError(refusal);
                }
            });
        }

        command.Add(_inputFolders);
        command.Add(_cache);
        return this;
    }

    public EngineOptions Read(ParseResult parsed, Surroundings surroundings, GraphSource? graph)
    {
        var places = new Places(surroundings.Variable);
        var current = Directory.GetCurrentDirectory();
        var options = new EngineOptions
        {
            CacheFolder = CacheFolder(parsed, surroundings),
            OutputFolder = Path.GetFullPath(parsed.GetValue(_out) ?? "out"),
            InputFolders = [.. (parsed.GetValue(_inputFolders) ?? []).Select(Path.GetFullPath).Append(graph?.Folder ?? current).Append(current).Distinct()],
            PluginsFile = places.Plugins,
            MemoryBudget = ByteSize.TryParse(parsed.GetValue(_memory), out var bytes) ? bytes : null,
            Time = surroundings.Time,
        };
        return ByteSize.TryParse(parsed.GetValue(_cacheBytes) ?? places.CacheBytes, out var kept) ? options with { CacheBytes = kept } : options;
    }

    /// <summary>As <see cref="Read"/>, for graphs that come from others: they read files from the folders that were named, and from no other.</summary>
    public EngineOptions ReadForOthers(ParseResult parsed, Surroundings surroundings)
        => Read(parsed, surroundings, null) with { InputFolders = [.. (parsed.GetValue(_inputFolders) ?? []).Select(Path.GetFullPath).Distinct()] };

    public string CacheFolder(ParseResult parsed, Surroundings surroundings) => Path.GetFullPath(parsed.GetValue(_cache) ?? new Places(surroundings.Variable).Cache);

    public static void DemandBytes(Option<string?> option)
        => option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Refusal(option.Name, text) is { } refusal)
            {
                result.AddError(refusal);
            }
        });

    public static string? Refusal(string name, string text)
        => ByteSize.TryParse(text, out _) ? null : $"{name} takes an amount like 4GB, 512MB or 500000000, not '{text}'.";
}
