using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class Files_in_the_output_folder
{
    [Fact]
    public async Task A_saved_file_is_put_back_when_it_was_deleted()
    {
        await using var story = Story.Of("load -> save");
        await story.Run();
        Directory.Delete(story.Out, recursive: true);

        var told = (await story.Run()).ShouldRead("save reused");

        story.Saved().ShouldBe(new Dictionary<string, string> { ["story_00001_.txt"] = "photo" });
        told.All<FileSaved>().ShouldHaveSingleItem().PutBack.ShouldBeTrue();
        told.Summary.Files.ShouldHaveSingleItem().Name.ShouldBe("story_00001_.txt");
    }

    [Fact]
    public async Task A_file_of_an_exact_name_that_was_altered_is_put_back_too()
    {
        await using var story = Story.Of("load -> saveExactly");
        await story.Run();
        File.WriteAllText(Path.Join(story.Out, "story.txt"), "scribble");

        (await story.Run()).ShouldRead("saveExactly reused");

        story.Saved()["story.txt"].ShouldBe("photo");
    }

    [Fact]
    public async Task A_saved_file_whose_bytes_are_gone_as_well_is_made_again()
    {
        await using var story = Story.Of("load -> save");
        await story.Run();
        await story.Restart();
        Directory.Delete(story.Out, recursive: true);
        story.Artifacts().ToList().ForEach(File.Delete);

        (await story.Run()).ShouldRead("""
            load  reused
            save  ran
            """);

        story.Saved().Values.ShouldBe(["photo"]);
    }

    [Fact]
    public async Task Two_nodes_that_write_one_name_are_one_too_many()
    {
        await using var story = Story.Of("load -> saveExactly", "load2 -> saveExactly2").Set("load2.text", "another");

        var told = await story.Run();

        told.Summary.Outcome.ShouldBe(RunOutcome.Failed);
        told.All<NodeFailed>().ShouldHaveSingleItem().Sentence.ShouldMatch("^The output 'story.txt' is written by the node 'saveExactly2?' in this run already; give one of the two nodes another name.$");
    }

    [Fact]
    public async Task Two_nodes_that_save_the_same_save_it_once()
    {
        await using var story = Story.Of("load -> save1", "load -> save2");

        var told = await story.Run();
        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded, string.Join('\n', told.All<NodeFailed>()));
        story.Saved().Values.Distinct().ShouldBe(["photo"]);

        (await story.Run()).ShouldRead("""
            save1  reused
            save2  reused
            """);
    }

    [Fact]
    public async Task Results_that_took_one_number_in_different_folders_get_two_when_they_meet()
    {
        await using var story = Story.Of("load1 -> save1", "load2 -> save2").Set("load2.text", "another");
        await story.Want("save1").Run();
        Directory.Delete(story.Out, recursive: true);
        await story.Restart();
        await story.Want("save2").Run();
        Directory.Delete(story.Out, recursive: true);
        await story.Restart();

        var told = await story.Want("save1", "save2").Run();

        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded, string.Join('\n', told.All<NodeFailed>()));
        story.Saved().Values.Order(StringComparer.Ordinal).ShouldBe(["another", "photo"]);
    }

    [Theory]
    [InlineData("../up.txt")]
    [InlineData("/etc/up.txt")]
    [InlineData("a/../../up.txt")]
    public async Task A_name_that_climbs_out_of_the_folder_is_refused(string name)
    {
        await using var story = Story.Of("load -> saveExactly").Set("saveExactly.name", name);

        (await story.Run()).Sentence("saveExactly").ShouldContain("leads out of the output folder");
    }
}
