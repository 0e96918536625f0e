using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class What_nodes_get_from_the_host
{
    [Fact]
    public async Task What_a_node_writes_to_the_console_goes_to_its_log()
    {
        await using var story = Story.Of("load -> chatter -> preview");

        (await story.Run()).Log("chatter").ShouldBe(["chatter about photo"]);
    }

    [Fact]
    public async Task A_secret_is_in_no_event_and_in_no_file()
    {
        const string Secret = "correct-horse-battery-staple";
        await using var story = Story.Of("signIn -> concat -> save", "load -> around -> preview")
            .With(options => options with { Secrets = name => name == "door" ? Secret : null });
        story.Set("signIn.password", new JsonObject { ["secret"] = "door" });

        var told = await story.Run();

        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        await story.Restart();
        story.Saved().Values.ShouldBe([$"signed in with {Secret.Length} letters/"]);
        told.Events.Select(happened => JsonSerializer.Serialize(happened, MessageJson.Options)).ShouldAllBe(json => !json.Contains(Secret));
        var needle = Encoding.UTF8.GetBytes(Secret);
        foreach (var path in new[] { story.Cache, story.Out }.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
        {
            File.ReadAllBytes(path).AsSpan().IndexOf(needle).ShouldBe(-1, path);
        }
    }

    [Fact]
    public async Task Two_outputs_go_where_their_names_say()
    {
        await using var story = Story.Of("load -> split", "split.tail -> concat.a", "split.head -> concat.b", "concat -> preview", "load -> count", "count.letter_count -> showNumber");

        var told = await story.Run();

        told.Shown("preview").ShouldBe("""{"text":["hoto/p"]}""");
        told.Shown("showNumber").ShouldBe("""{"number":[5]}""");
    }

    [Fact]
    public async Task Inputs_that_are_not_declared_are_followed_where_a_node_takes_them()
    {
        await using var story = Story.Of("gather -> preview", "load -> blur");
        story.Set("gather.one", new JsonObject { ["from"] = "load" }).Set("gather.two", new JsonObject { ["from"] = "blur" });

        (await story.Run()).Shown("preview").ShouldBe("""{"text":["one=photo, two=blur4(photo)"]}""");
    }

    [Fact]
    public async Task A_node_that_knows_its_id_is_another_under_another_id()
    {
        await using var story = Story.Of("whoAmI -> preview");
        (await story.Run()).Shown("preview").ShouldBe("""{"text":["whoAmI"]}""");

        story.Rename("whoAmI", "somebody");

        (await story.Run()).Shown("preview").ShouldBe("""{"text":["somebody"]}""");
    }

    [Fact]
    public async Task The_document_is_handed_over_and_joins_no_key()
    {
        await using var story = Story.Of("load -> around -> preview", "load -> blur");
        (await story.Run()).Shown("preview").ShouldBe("""{"text":["photo Object Object"]}""");

        story.Set("blur.radius", 9);

        (await story.Run()).ShouldRead("preview reused");
    }

    [Fact]
    public async Task A_file_is_the_same_under_another_name_and_another_when_it_changed()
    {
        await using var story = Story.Of("readFile -> preview").Set("readFile.file", "a.txt");
        await story.Engine();
        await File.WriteAllTextAsync(Path.Join(story.Inputs, "a.txt"), "one");
        await File.WriteAllTextAsync(Path.Join(story.Inputs, "b.txt"), "one");
        (await story.Run()).Shown("preview").ShouldBe("""{"text":["one"]}""");

        (await story.Set("readFile.file", "b.txt").Run()).ShouldRead("preview reused");

        await File.WriteAllTextAsync(Path.Join(story.Inputs, "b.txt"), "two");
        (await story.Run()).Shown("preview").ShouldBe("""{"text":["two"]}""");
    }

    [Fact]
    public async Task A_path_that_arrives_over_a_link_is_resolved_when_it_is_here()
    {
        await using var story = Story.Of("load -> readFile -> preview").Set("load.text", "a.txt");
        await story.Engine();
        await File.WriteAllTextAsync(Path.Join(story.Inputs, "a.txt"), "one");
        (await story.Run()).Shown("preview").ShouldBe("""{"text":["one"]}""");

        story.Set("load.text", "nowhere.txt");
        var failed = (await story.Run()).All<NodeFailed>().ShouldHaveSingleItem();
        failed.NodeId.ShouldBe("readFile");
        failed.Sentence.ShouldStartWith("There is no file 'nowhere.txt';");
    }

    [Fact]
    public async Task A_node_of_an_older_version_is_raised()
    {
        await using var story = Story.Of("renamed -> preview").Set("renamed.words", "old").Version("renamed", 1);

        (await story.Run()).Shown("preview").ShouldBe("""{"text":["renamed old"]}""");
    }

    [Fact]
    public async Task What_a_call_writes_is_told_whole_in_few_pieces_before_it_ends()
    {
        await using var story = Story.Of("load -> recite -> preview").Set("load.text", "word");

        var told = await story.Run();

        var pieces = told.All<TextStreamed>();
        string.Concat(pieces.Select(piece => piece.Text)).ShouldBe(string.Concat(Enumerable.Repeat("word ", 200)));
        pieces.Select(piece => piece.Offset).ShouldBe(pieces.Select((_, at) => pieces.Take(at).Sum(piece => (long)piece.Text.Length)));
        pieces.Count().ShouldBeInRange(2, 50);
        var events = told.All<NodeEvent>().Where(happened => happened.NodeId == "recite").ToList();
        events[^1].ShouldBeOfType<NodeFinished>();
        events[0].ShouldBeOfType<NodeStarted>();
    }

    [Fact]
    public async Task Progress_and_warnings_are_told()
    {
        await using var story = Story.Of("load -> report -> preview");

        var told = await story.Run();

        told.All<ProgressReported>().Last().ShouldBe(new ProgressReported("report", 0, 2, 2, "halves"));
        told.All<NodeLogged>().ShouldContain(new NodeLogged("report", "warning", "nearly done"));
    }
}
