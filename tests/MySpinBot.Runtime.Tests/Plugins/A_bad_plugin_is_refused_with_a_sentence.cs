using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class A_bad_plugin_is_refused_with_a_sentence : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task It_throws_in_its_constructor()
        => await RefusedAsync(Pack("public Pack() => throw new InvalidOperationException(\"no luck today\");"), "failed while it was loaded: no luck today (InvalidOperationException)");

    [Fact]
    public async Task It_throws_in_its_static_constructor()
        => await RefusedAsync(Pack("static Pack() => throw new InvalidOperationException(\"no luck at all\");"), "failed while it was loaded: no luck at all (InvalidOperationException)");

    [Fact]
    public async Task It_has_no_pack() => await RefusedAsync("public class Nothing : IDisposable { public void Dispose() { } static Type T => typeof(INodePack); }", "has no [assembly: NodePack]");

    [Fact]
    public async Task Its_pack_is_no_pack() => await RefusedAsync("[assembly: NodePack(typeof(Nothing))]\npublic class Nothing;", "Nothing, is not an INodePack");

    [Fact]
    public async Task It_returns_null() => await RefusedAsync(Pack("", nodes: "null"), "The node pack of plugin Bad has gaps");

    [Fact]
    public async Task It_says_that_it_wants_a_newer_sdk() => await RefusedAsync(Pack("", version: "9, 1"), "was built against MySpinBot.Sdk 9.1, which is newer than this host's 0.1");

    [Fact]
    public async Task It_was_built_against_a_newer_sdk()
    {
        var newer = _workshop.Compile("MySpinBot.Sdk", "namespace MySpinBot.Sdk { public sealed class NodePackAttribute(Type type) : Attribute { public Type PackType => type; } }", folder: "newer", version: "0.2.0.0");
        var bad = _workshop.Compile("Bad", "[assembly: NodePack(typeof(int))]", [newer]);

        await RefusedAsync(bad, "was built against MySpinBot.Sdk 0.2, which is newer than this host's 0.1: update MySpinBot", isPath: true);
    }

    [Fact]
    public async Task It_hangs_while_it_is_loaded()
    {
        var bad = _workshop.Compile("Bad", Pack("static Pack() => System.Threading.Thread.Sleep(System.Threading.Timeout.Infinite);"));
        await using var plugins = await _workshop.LoadAsync($$"""{ "plugins": [{ "assembly": "{{bad}}" }] }""", _workshop.Host with { LoadLimit = TimeSpan.FromSeconds(0.5) });

        plugins.Problem("Bad").ShouldBe("Plugin Bad was still not loaded after 0.5 s; a constructor or static initialiser of it hangs.");
    }

    [Fact]
    public async Task It_is_not_there() => await RefusedAsync(Path.Combine(_workshop.Folder, "Bad/Bad.dll"), "There is no file '", isPath: true);

    [Fact]
    public async Task It_is_not_an_assembly()
    {
        Directory.CreateDirectory(Path.Combine(_workshop.Folder, "Bad"));
        var path = Path.Combine(_workshop.Folder, "Bad/Bad.dll");
        await File.WriteAllTextAsync(path, "#!/bin/sh\necho hello\n");

        await RefusedAsync(path, "is not a .NET assembly.", isPath: true);
    }

    [Fact]
    public async Task A_library_of_it_is_missing()
    {
        var library = _workshop.Compile("Library", "public static class Lib { public static string Name() => \"\"; }", folder: "elsewhere");
        var bad = _workshop.CompilePlugin("Bad", """Node("N", call => Lib.Name())""", references: [library]);

        await RefusedAsync(bad, "Plugin Bad needs Library 1.0.0.0, which neither lies beside it nor comes with the Sdk", isPath: true);
    }

    [Fact]
    public async Task It_is_not_what_is_pinned()
    {
        var bad = _workshop.CompilePlugin("Bad", """Node("N", call => 1)""");
        await using var plugins = await _workshop.LoadAsync($$"""{ "plugins": [{ "assembly": "{{bad}}", "sha256": "{{new string('a', 64)}}" }] }""");
        plugins.Problem("Bad").ShouldContain($"but the plugin list pins {new string('a', 64)}");

        var right = ContentId.Of(await File.ReadAllBytesAsync(bad));
        await using var pinned = await _workshop.LoadAsync($$"""{ "plugins": [{ "assembly": "{{bad}}", "sha256": "{{right}}" }] }""");
        pinned.Status("Bad").State.ShouldBe(PluginState.Loaded);
    }

    [Fact]
    public async Task Of_two_that_offer_one_node_the_later_loses_it()
    {
        await using var plugins = await _workshop.LoadPathsAsync(
            _workshop.CompilePlugin("First", """Node("Same", call => "first")"""),
            _workshop.CompilePlugin("Second", """Node("Same", call => "second"), Node("Other", call => "other")"""));

        plugins.Problem("Second").ShouldBe("The node type Same of plugin Second is left out: plugin First has one of that name already.");
        plugins.Status("Second").Nodes.ShouldBe(["Other"]);
        (await plugins.CallAsync("Same")).ShouldBe("first");
    }

    private async Task RefusedAsync(string code, string sentence, bool isPath = false)
    {
        var bad = isPath ? code : _workshop.Compile("Bad", code);
        await using var plugins = await _workshop.LoadPathsAsync(bad, _workshop.CompilePlugin("Good", """Node("Hello", call => "hello")"""));

        plugins.Status("Bad").State.ShouldBe(PluginState.Refused);
        plugins.Status("Bad").Problems.ShouldHaveSingleItem().ShouldContain(sentence);
        (await plugins.CallAsync("Hello")).ShouldBe("hello");
    }

    private static string Pack(string member, string nodes = "", string version = "0, 1") => $$"""
        [assembly: NodePack(typeof(Sample.Pack))]
        namespace Sample;
        public sealed class Pack : INodePack
        {
            {{member}}
            public Version SdkVersion => new({{version}});
            public IReadOnlyList<NodeRegistration> Nodes { get; } = [{{nodes}}];
            public IReadOnlyList<SocketRegistration> Sockets { get; } = [];
            public IReadOnlyList<ServiceRegistration> Services { get; } = [];
        }
        """;
}
