using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class A_disk_that_takes_no_copies : IDisposable
{
    private readonly PluginWorkshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task Costs_no_plugin_whose_copy_lies_in_a_temporary_folder_then()
    {
        var plugin = _workshop.CompilePlugin("Good", "Node(\"A\", call => 1L)");
        await using var plugins = await LoadInto(Path.Combine(TakenByAFile(), "shadow"), plugin);

        plugins.Plugins.ShouldHaveSingleItem().State.ShouldBe(PluginState.Loaded);
        plugins.Catalog.Find("A").ShouldNotBeNull();
    }

    [Fact]
    public async Task Keeps_nothing_half()
    {
        using var disk = SmallDisk.OrSkip(16);
        disk.Fill();
        await using var plugins = await LoadInto(Path.Combine(disk.Path, "shadow"), _workshop.CompilePlugin("Good", "Node(\"A\", call => 1L)"));

        plugins.Plugins.ShouldHaveSingleItem().State.ShouldBe(PluginState.Loaded);
        Directory.EnumerateFiles(disk.Path, "*.dll", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private async Task<PluginSet> LoadInto(string shadow, string plugin)
        => await _workshop.LoadAsync($$"""{ "plugins": [{ "assembly": "{{plugin}}" }] }""", _workshop.Host with { ShadowFolder = shadow });

    private string TakenByAFile()
    {
        var path = Path.Combine(_workshop.Folder, "taken");
        File.WriteAllText(path, "no folder");
        return path;
    }
}
