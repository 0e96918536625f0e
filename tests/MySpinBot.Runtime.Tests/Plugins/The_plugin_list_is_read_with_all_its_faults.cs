using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class The_plugin_list_is_read_with_all_its_faults : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Every_fault_is_said_at_once()
    {
        var list = Read("""
            { "pluggins": [], "shared": [1], "folders": ["nowhere"],
              "plugins": [ { "assembly": "A.dll", "sha265": "x", "enabled": "yes" }, { "name": "B" }, 3, { "assembly": "C.dll" }, { "assembly": "other/C.dll" } ] }
            """);

        list.Problems.ShouldBe([
            "The plugin list has an unknown key 'pluggins': did you mean 'plugins'?",
            "'shared' of the plugin list must hold texts, not 1.",
            $"The plugin folder '{_workshop.Folder}/nowhere' does not exist.",
        ]);
        list.Plugins.Select(plugin => string.Join(" | ", plugin.Problems)).ShouldBe([
            "Plugin 1 of the list has an unknown key 'sha265': did you mean 'sha256'? | Plugin 1 of the list: 'enabled' must be true or false.",
            "Plugin 2 of the list needs \"assembly\": the path of its .dll, relative to the list.",
            "Plugin 3 of the list must be an object { \"assembly\": \"path/to/Plugin.dll\" }.",
            "",
            "Another plugin of the list is called 'C' too: give one of them a \"name\" of its own.",
        ]);
    }

    [Theory]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{", "is not readable JSON")]
    [InlineData("{ \"plugins\": 1 }", "'plugins' of the plugin list must be an array.")]
    [InlineData("{ \"plugins\": [], \"plugins\": [] }", "is not readable JSON")]
    public void A_list_of_another_form_is_said(string json, string sentence) => Read(json).Problems.ShouldHaveSingleItem().ShouldContain(sentence);

    [Fact]
    public void A_list_that_is_missing_or_huge_is_said()
    {
        PluginManifestReader.Read(_workshop.ListPath).Problems.ShouldHaveSingleItem().ShouldContain("There is no plugin list at");
        Read(new string(' ', PluginManifestReader.MaxBytes + 1)).Problems.ShouldHaveSingleItem().ShouldContain("the most that is read is 1048576");
    }

    [Fact]
    public async Task A_disabled_plugin_is_listed_and_not_loaded()
    {
        await using var plugins = await _workshop.LoadAsync("""{ "plugins": [{ "assembly": "Nowhere.dll", "enabled": false }] }""");

        plugins.Status("Nowhere").State.ShouldBe(PluginState.Disabled);
    }

    private PluginManifest Read(string json)
    {
        File.WriteAllText(_workshop.ListPath, json);
        return PluginManifestReader.Read(_workshop.ListPath);
    }
}
