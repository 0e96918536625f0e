using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

/// <summary>A film of 200 frames whose frames go through a process in parts of 64: what is finished when something ends it stays finished.</summary>
public sealed class Films_in_parts
{
    private static readonly string[] Lines = ["film -> negative -> compareFilms.negative", "film -> compareFilms.video"];

    private const string AfterThree = """
        film                   reused
        negative               reused
        negative.0.part1       reused
        negative.0.part2       reused
        negative.0.part3       ran
        negative.0.whole       ran
        compareFilms           ran
        """;

    [Fact]
    public async Task What_a_killed_process_had_finished_is_not_done_again()
    {
        await using var story = Story.Of(Lines);
        using (var child = Child.Start("films", story.Folder))
        {
            var finished = new List<string>();
            while (!finished.Contains("negative.0.part1") || !finished.Contains("negative.0.part2"))
            {
                finished.Add((await child.StandardOutput.ReadLineAsync()).ShouldNotBeNull());
            }

            while (!File.Exists(Path.Join(story.Signs, "waits")))
            {
                await Task.Delay(10);
            }

            child.Kill(entireProcessTree: true);
            await child.WaitForExitAsync();
        }

        story.Sign();
        var told = await story.Run();

        told.ShouldRead(AfterThree);
        told.Shown("compareFilms").ShouldBe("""{"number":[200]}""");
    }

    [Fact]
    public async Task A_frame_that_fails_costs_its_part_only()
    {
        await using var story = Story.Of(Lines);
        story.Sign("fail");
        (await story.Run()).All<NodeFailed>().ShouldHaveSingleItem().Sentence.ShouldBe("Frame 150 cannot be turned.");

        File.Delete(Path.Join(story.Signs, "fail"));
        story.Sign();
        var told = await story.Run();

        told.ShouldRead(AfterThree);
        told.Shown("compareFilms").ShouldBe("""{"number":[200]}""");
    }

    [Fact]
    public async Task A_short_film_is_one_call()
    {
        await using var story = Story.Of(Lines);
        story.Sign();

        var told = await story.Set("film.frames", 95).Run();

        told.ShouldRead("""
            film          ran
            negative      ran
            compareFilms  ran
            """);
        told.Shown("compareFilms").ShouldBe("""{"number":[95]}""");
    }

    /// <summary>Runs the film in this process, which somebody will kill.</summary>
    internal static async Task Tell(string folder)
    {
        await using var story = Story.Of(Lines).At(folder);
        await story.Run(listener: happened =>
        {
            if (happened is NodeFinished finished)
            {
                Console.WriteLine(finished.NodeId);
            }
        });
    }
}
