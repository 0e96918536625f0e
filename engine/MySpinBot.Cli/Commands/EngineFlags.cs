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

    public EngineFlags()
        => _memory.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !ByteSize.TryParse(text, out _))
            {
                result.AddError($"--memory-budget takes an amount like 4GB, 512MB or 500000000, not '{text}'.");
            }
        });

    public static Option<bool> Json { get; } = new("--json") { Description = "For programs: JSON, one object a line, and nothing else on standard output." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="runs">Whether it runs graphs, and so saves results and loads models.</param>
    public EngineFlags AddTo(Command command, bool runs)
    {
        if (runs)
        {
            command.Add(_out);
            command.Add(_memory);
        }

        command.Add(_inputFolders);
        command.Add(_cache);
        return this;
    }

    public EngineOptions Read(ParseResult parsed, Surroundings surroundings, GraphSource? graph)
    {
        var places = new Places(surroundings.Variable);
        var current = Directory.GetCurrentDirectory();
        return new EngineOptions
        {
            CacheFolder = CacheFolder(parsed, surroundings),
            OutputFolder = Path.GetFullPath(parsed.GetValue(_out) ?? "out"),
            InputFolders = [.. (parsed.GetValue(_inputFolders) ?? []).Select(Path.GetFullPath).Append(graph?.Folder ?? current).Append(current).Distinct()],
            PluginsFile = places.Plugins,
            MemoryBudget = ByteSize.TryParse(parsed.GetValue(_memory), out var bytes) ? bytes : null,
            Time = surroundings.Time,
        };
    }

    public string CacheFolder(ParseResult parsed, Surroundings surroundings) => Path.GetFullPath(parsed.GetValue(_cache) ?? new Places(surroundings.Variable).Cache);
}
