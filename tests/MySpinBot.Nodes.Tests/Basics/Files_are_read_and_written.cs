namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Files_are_read_and_written
{
    [Fact]
    public async Task A_text_is_saved_under_the_next_number_and_shown()
    {
        await using var story = await Story.Open();

        (await story.Run("{ 'save': { 'class_type': 'SaveText', 'inputs': { 'text': '你好', 'filename_prefix': 'notes/day', 'extension': '.md' } } }")).ShouldBe("save: 你好");
        var file = Directory.GetFiles(story.Outputs, "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        Path.GetRelativePath(story.Outputs, file).ShouldBe(Path.Join("notes", "day_00001_.md"));
        (await File.ReadAllBytesAsync(file)).ShouldBe("你好"u8.ToArray());
    }

    [Fact]
    public async Task A_name_that_leaves_the_folder_is_refused()
    {
        await using var story = await Story.Open();
        (await story.Run("{ 'save': { 'class_type': 'SaveText', 'inputs': { 'text': 'x', 'filename_prefix': '../../x', 'numbered': false } } }")).ShouldStartWith("save: ");
        File.Exists(Path.Join(story.Folder, "..", "x.txt")).ShouldBeFalse();
    }

    [Fact]
    public async Task Json_is_loaded_and_saved()
    {
        await using var story = await Story.Open();
        await File.WriteAllTextAsync(Path.Join(story.Folder, "data.json"), "{\"a\":[1,2]}");

        await story.Run("""
            { 'load': { 'class_type': 'LoadJson', 'inputs': { 'file': 'data.json' } },
              'set': { 'class_type': 'JsonSet', 'inputs': { 'json': ['load', 0], 'path': 'a[0]', 'value': 9 } },
              'save': { 'class_type': 'SaveJson', 'inputs': { 'json': ['set', 0], 'filename_prefix': 'data', 'numbered': false } } }
            """);
        Json.Of(await File.ReadAllTextAsync(Path.Join(story.Outputs, "data.json"))).GetProperty("a")[0].GetInt32().ShouldBe(9);
    }

    [Fact]
    public async Task What_is_no_text_is_refused()
    {
        await using var story = await Story.Open();
        await File.WriteAllBytesAsync(Path.Join(story.Folder, "picture.txt"), [0x89, 0x50, 0xff, 0xfe, 0x00]);

        (await story.Run("""
            { 'load': { 'class_type': 'LoadText', 'inputs': { 'file': 'picture.txt' } },
              'show': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['load', 0] } } }
            """)).ShouldBe("load: The file 'picture.txt' is not text in the encoding that 'encoding' says; another may fit, or it is no text at all.");
    }
}
