using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Runtime.Tests.Plugins;

namespace MySpinBot.Runtime.Tests.Stories;

public sealed class Plugins_that_come_and_go
{
    [Fact]
    public async Task A_plugin_that_is_unloaded_while_its_node_runs_finishes_it_and_is_missed_by_the_next()
    {
        await using var story = Story.Of("load -> wait -> blur -> preview");
        var engine = await story.Engine();
        var unloading = Task.CompletedTask;

        var told = await story.Run(listener: happened =>
        {
            if (happened is NodeStarted { NodeId: "wait" })
            {
                unloading = engine.PluginSet.UnloadAsync("MySpinBot.BadHabits", default);
                story.Sign();
            }
        });
        await unloading;

        told.ShouldRead("""
            load     ran
            wait     ran
            blur     failed
            preview  skipped
            """);
        told.Sentence("blur").ShouldBe("The plugin with 'Blur' has been unloaded.");
        (await story.Problems()).ShouldContain("Node 'blur' is of type 'Blur', which no plugin offers.");
    }

    [Fact]
    public async Task A_plugin_that_is_replaced_by_the_same_bytes_keeps_its_results()
    {
        await using var story = Story.Of("load -> blur -> preview");
        await story.Run();

        (await (await story.Engine()).PluginSet.ReplaceAsync("MySpinBot.BadHabits", Built.BadHabits, null, default)).State.ShouldBe(PluginState.Loaded);

        (await story.Run()).ShouldRead("preview reused");
    }

    [Fact]
    public async Task A_plugin_of_a_newer_sdk_is_refused_and_the_others_stay()
    {
        using var workshop = new PluginWorkshop();
        var path = workshop.Compile("Newer", PluginWorkshop.PackCode("Node(\"Newer\", _ => 1L)").Replace("new(0, 1)", "new(99, 0)", StringComparison.Ordinal));
        await using var story = Story.Of("load -> preview");
        var status = await (await story.Engine()).PluginSet.ReplaceAsync("MySpinBot.BadHabits", path, null, default);

        status.State.ShouldBe(PluginState.Refused);
        string.Join(' ', status.Problems).ShouldContain("newer");
        (await story.Run()).Summary.Outcome.ShouldBe(RunOutcome.Succeeded);
    }
}
