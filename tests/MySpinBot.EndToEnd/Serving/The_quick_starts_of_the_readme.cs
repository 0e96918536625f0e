using System.Text.RegularExpressions;

namespace MySpinBot.EndToEnd.Serving;

/// <summary>What the readme shows is run as it stands there, but for the port.</summary>
public sealed partial class The_quick_starts_of_the_readme : IAsyncLifetime
{
    private readonly Served _server = new();

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    [Fact]
    public async Task Work_with_curl()
    {
        var script = _server.Place.Write("hello.sh", Block("bash", "server=http"));

        var ended = await _server.Place.RunProgramAsync("/bin/bash", "-euo", "pipefail", script);

        HasWorked(ended, "from-curl");
    }

    [Fact]
    public async Task Work_with_csharp()
    {
        var program = _server.Place.Write("hello.cs", Block("csharp", "new HttpClient"));

        var ended = await _server.Place.RunProgramAsync("dotnet", "run", program);

        HasWorked(ended, "from-csharp");
    }

    [Fact]
    public async Task Work_with_javascript()
    {
        var program = _server.Place.Write("hello.mjs", Block("javascript", "fetch("));

        var ended = await _server.Place.RunProgramAsync("node", program);

        HasWorked(ended, "from-javascript");
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private void HasWorked(Ended ended, string name)
    {
        ended.ExitCode.ShouldBe(0, $"{ended.All}\n{_server.Said}");
        ended.Output.ShouldContain("job_finished");
        File.ReadAllBytes(Path.Join(_server.Place.Folder, $"{name}.png")).ShouldBe(File.ReadAllBytes(Path.Join(_server.Output, $"{name}_00001_.png")));
    }

    private string Block(string language, string with)
        => CodeBlock().Matches(File.ReadAllText(Path.Join(Product.Root, "README.md")))
            .Where(match => match.Groups["language"].Value == language && match.Groups["code"].Value.Contains(with, StringComparison.Ordinal))
            .ShouldHaveSingleItem().Groups["code"].Value
            .Replace("127.0.0.1:8188", $"127.0.0.1:{_server.Port}", StringComparison.Ordinal);

    [GeneratedRegex("```(?<language>[a-z]+)\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
