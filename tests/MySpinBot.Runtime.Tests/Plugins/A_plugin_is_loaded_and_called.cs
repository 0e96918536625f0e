using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class A_plugin_is_loaded_and_called : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Its_nodes_stand_in_the_catalog_and_answer()
    {
        await using var plugins = await _workshop.LoadPathsAsync(_workshop.CompilePlugin("Good", """Node("Hello", call => "hello")"""));

        plugins.Problem("Good").ShouldBeEmpty();
        plugins.Status("Good").State.ShouldBe(PluginState.Loaded);
        plugins.Catalog.Find("Hello")!.Plugin.ShouldBe("Good");
        plugins.Catalog.Find("Hello")!.ImplementationId.IsNone.ShouldBeFalse();
        (await plugins.CallAsync("Hello")).ShouldBe("hello");
        plugins.Activate("Nothing").ShouldBeNull();
    }

    [Fact]
    public async Task Its_settings_reach_its_services()
    {
        _workshop.CompilePlugin(
            "Settings",
            """Node("Greet", call => call.Services.Get<Greeter>().Text)""",
            """public sealed class Greeter(PluginSettings settings) { public string Text => settings.Values.GetProperty("greeting").GetString(); }""",
            "new(typeof(Greeter), null, services => new Greeter(services.Get<PluginSettings>()))");
        await using var plugins = await _workshop.LoadAsync("""{ "plugins": [{ "assembly": "Settings/Settings.dll", "settings": { "greeting": "good day" } }] }""");

        (await plugins.CallAsync("Greet")).ShouldBe("good day");
    }

    [Fact]
    public async Task A_folder_of_plugins_is_read_too()
    {
        _workshop.CompilePlugin("One", """Node("A", call => 1L)""", folder: "all/One");
        _workshop.CompilePlugin("Two", """Node("B", call => 2L)""", folder: "all/Two");
        await using var plugins = await _workshop.LoadAsync("""{ "folders": ["all"] }""");

        plugins.Problems.ShouldBeEmpty();
        plugins.Plugins.Select(plugin => plugin.Name).ShouldBe(["One", "Two"]);
        (await plugins.CallAsync("B")).ShouldBe(2L);
    }

    [Fact]
    public async Task Two_plugins_use_two_versions_of_a_library()
    {
        foreach (var (plugin, version) in new[] { ("First", "1.0.0.0"), ("Second", "2.0.0.0") })
        {
            var library = _workshop.Compile("Library", $$"""public static class Lib { public const string X = ""; public static string Name() => "library {{version}}"; }""", folder: plugin, version: version);
            _workshop.CompilePlugin(plugin, $$"""Node("{{plugin}}", call => Lib.Name())""", references: [library]);
        }

        await using var plugins = await _workshop.LoadPathsAsync(Path.Combine(_workshop.Folder, "First/First.dll"), Path.Combine(_workshop.Folder, "Second/Second.dll"));

        (await plugins.CallAsync("First")).ShouldBe("library 1.0.0.0");
        (await plugins.CallAsync("Second")).ShouldBe("library 2.0.0.0");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_plugins_share_a_type_only_where_its_assembly_is_promoted(bool promoted)
    {
        const string Contract = "public sealed record Mesh(int Points);";
        foreach (var plugin in new[] { "Maker", "Taker" })
        {
            var contract = _workshop.Compile("Contract", Contract, folder: plugin);
            _workshop.CompilePlugin(plugin, $$"""Node("{{plugin}}", call => {{(plugin == "Maker" ? "new Mesh(3)" : "typeof(Mesh)")}})""", references: [contract]);
        }

        await using var plugins = await _workshop.LoadAsync($$"""
            { "plugins": [{ "assembly": "Maker/Maker.dll" }, { "assembly": "Taker/Taker.dll" }], "shared": [{{(promoted ? "\"Contract\"" : "")}}] }
            """);

        plugins.Problems.ShouldBeEmpty();
        var mesh = await plugins.CallAsync("Maker");
        ((Type)(await plugins.CallAsync("Taker"))!).IsInstanceOfType(mesh).ShouldBe(promoted);
    }

    [Fact]
    public async Task A_capability_is_found_by_its_interface()
    {
        const string Speaker = """
            public sealed class Robot : ISpeaker
            {
                public IReadOnlyList<SpeakerVoice> Voices => [new("robot", "en")];
                public IAsyncEnumerable<Audio> SpeakAsync(SpeechRequest request, System.Threading.CancellationToken cancellation) => throw new NotSupportedException();
            }
            """;
        await using var plugins = await _workshop.LoadPathsAsync(_workshop.CompilePlugin("Voice", "", Speaker, """new(typeof(Robot), "robot", _ => new Robot())"""));

        plugins.Capabilities<ITextGenerator>().ShouldBeEmpty();
        var offer = plugins.Capabilities<ISpeaker>().ShouldHaveSingleItem();
        using var speaker = plugins.Activate<ISpeaker>(offer);
        speaker!.Instance.Voices.ShouldHaveSingleItem().Name.ShouldBe("robot");
    }
}
