using MySpinBot.Cli.Commands;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Tests.Configuring;

/// <summary>A folder with a file of settings, some variables, and what commands make of them.</summary>
internal sealed class Configured : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("myspinbot-config").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    public string Folder => _folder;

    public string File(string yaml, string name = "config.yaml")
    {
        var path = Path.Join(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, yaml);
        return path;
    }

    public (int ExitCode, string Output, string Error) Run(params string[] line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = CommandTree.InvokeAsync(line, Surroundings(output, error), CancellationToken.None).GetAwaiter().GetResult();
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>What <c>config show</c> says of a setting: its value, and where that comes from.</summary>
    public string Shown(string key, params string[] flags)
    {
        var (exitCode, output, error) = Run(["config", "show", .. flags]);
        exitCode.ShouldBe(ExitCode.Done, error);
        return string.Join(' ', output.Split('\n').Single(line => line.StartsWith($"{key} ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)).Replace(_folder, "DIR", StringComparison.Ordinal);
    }

    /// <summary>All that is wrong with a file.</summary>
    public string Faults(string yaml)
    {
        var path = File(yaml);
        return string.Join('\n', ConfigurationReading.Check(Surroundings(TextWriter.Null, TextWriter.Null), path).Faults).Replace($"{path}:", "", StringComparison.Ordinal);
    }

    public Surroundings Surroundings(TextWriter output, TextWriter error) => new()
    {
        Input = () => Stream.Null,
        Output = output,
        Error = error,
        IsTerminal = false,
        Variable = name => Variables.GetValueOrDefault(name) ?? (name == "HOME" ? _folder : null),
        VariableNames = () => Variables.Keys,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
