using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class Examples_lie_beside_a_plugin : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private PluginStatus Plugin => new() { Name = "Toys", AssemblyPath = Path.Join(_folder.Path, "Toys.dll"), State = PluginState.Loaded };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_one_that_bears_a_nodes_name_shows_it_best_and_then_the_smallest()
    {
        Put("ImageBlur.json", """{ "version": 1, "nodes": { "a": { "class_type": "EmptyImage" }, "b": { "class_type": "ImageBlur" }, "c": { "class_type": "VideoSlice" } } }""");
        Put("ImageBlur.jpg", "picture");
        Put("Softly.json", """{ "1": { "class_type": "ImageBlur" }, "2": { "class_type": "EmptyImage" } }""");
        Put("VideoSlice.json", """{ "1": { "class_type": "Video Slice" }, "2": { "class_type": "EmptyImage" }, "3": {}, "4": {} }""");

        NodeExample.Of(Plugin, "ImageBlur")!.PicturePath.ShouldBe(Path.Join(_folder.Path, "Help", "ImageBlur.jpg"));
        Path.GetFileName(NodeExample.Of(Plugin, "EmptyImage")!.GraphPath).ShouldBe("Softly.json");
        Path.GetFileName(NodeExample.Of(Plugin, "Video Slice")!.GraphPath).ShouldBe("VideoSlice.json");
        NodeExample.Of(Plugin, "Video Slice")!.PicturePath.ShouldBeNull();
        NodeExample.Of(Plugin, "Nothing").ShouldBeNull();
    }

    [Fact]
    public void What_is_no_graph_is_left_out()
    {
        NodeExample.In(_folder.Path).ShouldBeEmpty();
        Put("broken.json", "{");
        Put("list.json", "[1, 2]");
        Put("text.json", "\"hello\"");
        Put("odd.json", """{ "nodes": { "a": 3, "b": [] } }""");
        NodeExample.In(_folder.Path).ShouldBeEmpty();
    }

    private void Put(string name, string text)
    {
        Directory.CreateDirectory(Path.Join(_folder.Path, "Help"));
        File.WriteAllText(Path.Join(_folder.Path, "Help", name), text);
    }
}
