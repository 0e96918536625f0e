using System.Diagnostics;
using MySpinBot.Core.Messages;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class Runs_of_other_processes
{
    private static readonly string[] Lines = ["load -> busy -> wait -> preview"];

    [Fact]
    public async Task A_run_that_was_killed_goes_on_from_its_finished_calls()
    {
        await using var story = Story.Of(Lines);
        using (var child = Start(story))
        {
            (await child.StandardOutput.ReadLineAsync()).ShouldBe("waits");
            child.Kill();
            await child.WaitForExitAsync();
        }

        story.Sign();
        var told = await story.Set("busy.seconds", 0.3).Run();

        told.ShouldRead("""
            busy     reused
            wait     ran
            preview  ran
            """);
        told.Shown("preview").ShouldBe("""{"text":["photo"]}""");
    }

    [Fact]
    public async Task Two_engines_share_a_cache_folder()
    {
        await using var story = Story.Of(Lines);
        using var child = Start(story);
        (await child.StandardOutput.ReadLineAsync()).ShouldBe("waits");
        story.Sign();

        var told = await story.Set("busy.seconds", 0.3).Run();

        told.Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
        (await child.StandardOutput.ReadLineAsync()).ShouldBe("succeeded");
        await child.WaitForExitAsync();
        await story.Restart();
        (await story.Run()).ShouldRead("preview reused");
    }

    /// <summary>Runs the same graph on the same folders in this process, and says when it waits and how it ended.</summary>
    internal static async Task Tell(string folder)
    {
        await using var story = Story.Of(Lines).At(folder).Set("busy.seconds", 0.3);
        var told = await story.Run(listener: happened =>
        {
            if (happened is NodeStarted { NodeId: "wait" })
            {
                Console.WriteLine("waits");
            }
        });
        Console.WriteLine(told.Summary.Outcome == RunOutcome.Succeeded ? "succeeded" : told.Table());
    }

    private static Process Start(Story story) => Child.Start("story", story.Folder);
}
