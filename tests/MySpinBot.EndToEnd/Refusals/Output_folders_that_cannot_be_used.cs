namespace MySpinBot.EndToEnd.Refusals;

public sealed class Output_folders_that_cannot_be_used : IDisposable
{
    private const string Save = """{ "version": 1, "nodes": { "a": { "class_type": "SaveText", "inputs": { "text": "hello", "filename_prefix": "PREFIX", "numbered": false } } } }""";
    private const string SaveMuch = """{ "version": 1, "nodes": { "t": { "class_type": "TextRepeat", "inputs": { "text": "0123456789abcdef", "times": 60000 } }, "a": { "class_type": "SaveText", "inputs": { "text": {"from": "t"}, "filename_prefix": "much", "numbered": false } } } }""";

    private readonly Workplace _place = new();

    [Fact]
    public async Task A_folder_below_a_file()
    {
        _place.Write("file", "x");

        FailedWithASentence(await _place.RunAsync("run", Graph("a"), "--out", "file/out"));
    }

    [Fact]
    public async Task A_read_only_folder() => FailedWithASentence(await MountedAsync("-o ro,size=1m", Graph("a")));

    [Fact]
    public async Task A_full_disk()
    {
        var ended = await MountedAsync("-o size=64k", _place.Write("graph.json", SaveMuch), "; ls -A out | sed 's/^/left: /' >&2");

        FailedWithASentence(ended);
        ended.Error.ShouldNotContain("left:");
    }

    [Theory]
    [InlineData("../climbed")]
    [InlineData("/tmp/myspinbot-climbed")]
    [InlineData("a/../../climbed")]
    public async Task A_path_that_climbs_out(string prefix)
    {
        var ended = await _place.RunAsync("run", Graph(prefix));

        ended.ExitCode.ShouldBeOneOf(1, 2);
        ended.Error.ShouldNotBeEmpty();
        Directory.EnumerateFiles(_place.Folder, "*climbed*", SearchOption.AllDirectories).ShouldBeEmpty();
        File.Exists("/tmp/myspinbot-climbed.txt").ShouldBeFalse();
    }

    [Fact]
    public async Task Two_nodes_of_one_name()
    {
        var graph = _place.Write("graph.json", """
            { "version": 1, "nodes": {
                "a": { "class_type": "SaveText", "inputs": { "text": "one", "filename_prefix": "same", "numbered": false } },
                "b": { "class_type": "SaveText", "inputs": { "text": "two", "filename_prefix": "same", "numbered": false } } } }
            """);

        var ended = await _place.RunAsync("run", graph);

        ended.ExitCode.ShouldBeOneOf(1, 2);
        ended.Error.ShouldContain("same");
    }

    public void Dispose() => _place.Dispose();

    private string Graph(string prefix) => _place.Write("graph.json", Save.Replace("PREFIX", prefix, StringComparison.Ordinal));

    // A small file system of its own, in a mount namespace that ends with the process.
    private async Task<Ended> MountedAsync(string options, string graph, string then = "")
    {
        Directory.CreateDirectory(_place.Out);
        (await _place.RunAsync("version")).ExitCode.ShouldBe(0);
        var namespaces = await NamespacesAsync();
        Assert.SkipWhen(namespaces is null, "This system allows no mount namespaces, so there is no small disk to fill.");
        return await _place.RunProgramAsync("unshare", namespaces!, "sh", "-c", $"mount -t tmpfs {options} tmpfs out && '{Product.Launcher}' run '{graph}'; code=$?{then}; exit $code");
    }

    // Root may mount in a namespace for mounts alone; others become root in one for users first, where that is allowed.
    private async Task<string?> NamespacesAsync()
    {
        foreach (var each in new[] { "-m", "-rm" })
        {
            if ((await _place.RunProgramAsync("unshare", each, "sh", "-c", "mount -t tmpfs tmpfs out")).ExitCode == 0)
            {
                return each;
            }
        }

        return null;
    }

    private static void FailedWithASentence(Ended ended)
    {
        ended.ExitCode.ShouldBe(1, ended.All);
        ended.Error.ShouldContain("FAILED");
        ended.Error.ShouldNotContain("   at ");
        ended.All.ShouldNotContain("bug");
    }
}
