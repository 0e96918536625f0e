using System.CommandLine;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Commands;

/// <summary>How a server tells its worker where models are.</summary>
internal sealed class WorkerModels
{
    private readonly Option<string[]> _folders = new("--model-folder") { Description = "A folder of models of a kind.", HelpName = "KIND=DIR" };
    private readonly Option<string[]> _manifests = new("--model-manifest") { Description = "A file that says where models can be had.", HelpName = "FILE" };

    /// <summary>The arguments.</summary>
    public static IEnumerable<string> ArgumentsOf(IReadOnlyDictionary<string, IReadOnlyList<string>> folders, IReadOnlyList<string> manifests)
        => folders.SelectMany(pair => pair.Value.SelectMany(folder => (string[])["--model-folder", $"{pair.Key}={folder}"]))
            .Concat(manifests.SelectMany(file => (string[])["--model-manifest", file]));

    /// <summary>Adds the options to a command.</summary>
    public WorkerModels AddTo(Command command)
    {
        _folders.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf('=', StringComparison.Ordinal) is < 1)
                {
                    result.AddError($"--model-folder takes KIND=DIR, not '{token.Value}'.");
                }
            }
        });
        command.Add(_folders);
        command.Add(_manifests);
        return this;
    }

    /// <summary>What the engine is told.</summary>
    /// <param name="options">What else it is told.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">The server's data folder.</param>
    public EngineOptions Read(EngineOptions options, ParseResult parsed, string data)
    {
        var folders = (parsed.GetValue(_folders) ?? []).Select(text => text.Split('=', 2))
            .GroupBy(parts => parts[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(parts => Path.GetFullPath(parts[1]))]);
        return EngineFlags.WithModels(options, folders, data, parsed.GetValue(_manifests) ?? []);
    }
}
