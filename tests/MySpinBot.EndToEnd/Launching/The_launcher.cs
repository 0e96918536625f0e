namespace MySpinBot.EndToEnd.Launching;

public sealed class The_launcher : IDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task Works_from_anywhere_and_through_a_link_and_says_nothing_of_its_own()
    {
        (await _place.RunAsync("version")).ExitCode.ShouldBe(0);
        var link = Path.Combine(_place.Folder, "a link to it");
        File.CreateSymbolicLink(link, Product.Launcher);

        var ended = await _place.RunProgramAsync(link, "version");

        ended.ExitCode.ShouldBe(0, ended.All);
        ended.Output.ShouldStartWith("myspinbot ");
        ended.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Explains_itself_without_building_anything()
    {
        var ended = await _place.RunAsync("help");

        ended.ExitCode.ShouldBe(0, ended.All);
        foreach (var command in new[] { "demo", "run", "serve", "keys", "validate", "nodes", "plugins", "cache", "bench", "test", "build" })
        {
            ended.Output.ShouldContain($"  {command} ");
        }
    }

    [Fact]
    public async Task Knows_its_test_groups()
    {
        var ended = await _place.RunAsync("test", "nonsense");

        ended.ExitCode.ShouldBe(2, ended.All);
        ended.Error.ShouldContain("unit, golden, e2e, architecture and all");
    }

    [Fact]
    public async Task Prints_the_line_to_run_where_it_may_not_install()
    {
        var bin = Directory.CreateDirectory(Path.Combine(_place.Folder, "bin")).FullName;
        Tool("id", "echo 1000");
        Tool("apt-get", "exit 1");

        // Nothing but these is on the path, so nothing is installed, and nobody may install it.
        var ended = await _place.RunProgramAsync("/bin/bash", "-c", "set -euo pipefail; source \"$0/launcher/say.sh\"; source \"$0/launcher/install.sh\"; PATH=\"$1\"; install_packages \"$0\"", Product.Root, bin);

        ended.ExitCode.ShouldBe(3, ended.All);
        ended.Error.ShouldContain("sudo apt-get update && sudo apt-get install -y --no-install-recommends ffmpeg espeak-ng fontconfig");

        void Tool(string name, string script) => File.SetUnixFileMode(_place.Write($"bin/{name}", $"#!/bin/sh\n{script}\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Says_how_to_get_dotnet_and_node()
    {
        foreach (var (function, word) in new[] { ("need_dotnet", ".NET 10 SDK"), ("need_node", "Node 20") })
        {
            var ended = await _place.RunProgramAsync("/bin/bash", "-c", "set -euo pipefail; source \"$0/launcher/say.sh\"; source \"$0/launcher/install.sh\"; PATH=/nowhere; \"$1\"", Product.Root, function);

            ended.ExitCode.ShouldBe(3, ended.All);
            ended.Error.ShouldContain(word);
        }
    }

    [Fact]
    public async Task Takes_a_stamp_that_changes_with_the_sources_and_with_nothing_else()
    {
        foreach (var folder in new[] { "sdk", "engine/A/obj", "nodes", "natives", "launcher" })
        {
            Directory.CreateDirectory(Path.Combine(_place.Folder, "tree", folder));
        }

        _place.Write("tree/engine/A/a.cs", "one");
        var first = await StampAsync();

        _place.Write("tree/engine/A/obj/made.cs", "made");
        _place.Write("tree/engine/A/packages.lock.json", "{}");
        (await StampAsync()).ShouldBe(first);

        _place.Write("tree/engine/A/a.cs", "other");
        var second = await StampAsync();
        second.ShouldNotBe(first);

        _place.Write("tree/Directory.Build.props", "<Project/>");
        (await StampAsync()).ShouldNotBe(second);
    }

    public void Dispose() => _place.Dispose();

    private async Task<string> StampAsync()
    {
        var ended = await _place.RunProgramAsync("/bin/bash", "-c", "set -euo pipefail; source \"$0/launcher/stamp.sh\"; stamp_of \"$1\"", Product.Root, Path.Combine(_place.Folder, "tree"));
        ended.ExitCode.ShouldBe(0, ended.All);
        return ended.Output.Trim();
    }
}
