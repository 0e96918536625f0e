using MySpinBot.Cli.Commands;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Tests.Graphs;

/// <summary>The command line in this process, in a folder of its own, without plugins.</summary>
internal sealed class Cli : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("myspinbot-cli-").FullName;

    public bool IsTerminal { get; set; }

    public byte[] Input { get; set; } = [];

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        File.WriteAllText(Path.Combine(Folder, "plugins.json"), """{"plugins": []}""");
        var surroundings = new Surroundings
        {
            Input = () => new MemoryStream(Input),
            Output = output,
            Error = error,
            IsTerminal = IsTerminal,
            Variable = name => name switch
            {
                "MYSPINBOT_CACHE" => Path.Combine(Folder, "cache"),
                "MYSPINBOT_PLUGINS" => Path.Combine(Folder, "plugins.json"),
                _ => null,
            },
        };
        return (await CommandTree.InvokeAsync(arguments, surroundings, TestContext.Current.CancellationToken), output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
