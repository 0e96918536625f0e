using MySpinBot.Cli.Terminal;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Tests.Terminal;

public sealed class What_a_run_looks_like
{
    [Fact]
    public void Each_running_step_has_a_line_with_its_title_and_how_far_it_is()
    {
        var view = After(new NodeStarted("speak", "TextToSpeech", "Voice", 1, RunReason.NotKnown), new ProgressReported("speak", 0, 3, 12, "sentences"));

        view.Running.ShouldHaveSingleItem().ToLine(TimeSpan.FromSeconds(2), 60).ShouldBe("Voice (speak)        ████░░░░░░░░░░░  25 % 2.0 s  sentences");
    }

    [Fact]
    public void A_step_over_a_list_is_done_when_all_its_calls_are()
        => After(
                new NodeStarted("speak", "TextToSpeech", "Voice", 4, RunReason.NotKnown),
                new ProgressReported("speak", 0, 1, 1, null),
                new ProgressReported("speak", 1, 1, 2, null))
            .Running.ShouldHaveSingleItem().Fraction.ShouldBe(0.375);

    [Fact]
    public void Progress_without_a_total_is_no_progress_rather_than_a_strange_number()
        => After(new NodeStarted("a", "A", "A", 1, RunReason.NotKnown), new ProgressReported("a", 0, 5, 0, null), new ProgressReported("a", 0, double.NaN, 1, null))
            .Running.ShouldHaveSingleItem().Fraction.ShouldBe(0);

    [Fact]
    public void Finished_reused_and_failed_steps_are_said_once_and_counted()
    {
        var log = Story(
            new NodeReused("script", "Text", ReuseReason.SameRecipe, null),
            new NodeStarted("speak", "TextToSpeech", "Voice", 1, RunReason.NotKnown),
            new NodeFinished("speak", "TextToSpeech", 1.25, null),
            new NodeStarted("join", "JoinAudio", "", 1, RunReason.NotKnown),
            new NodeFailed("join", "JoinAudio", 0, "There is nothing to join: give at least one clip."),
            new NodeSkipped("save", "join"),
            new FileSaved("card", new SavedFile("card.png", "cards", new ArtifactReference(default, 1, "image/png")), PutBack: true));

        log.ShouldBe("""
            reused   Text (script)
            ran      Voice (speak), 1.3 s
            FAILED   join: There is nothing to join: give at least one clip.
            skipped  save, because join failed
            put back cards/card.png
            """);
    }

    [Fact]
    public void Nodes_go_by_the_titles_of_the_graph()
        => Story(
                RunView.Of(new Dictionary<string, string> { ["script"] = "My words", ["card"] = "Card" }),
                new NodeReused("script", "Text", ReuseReason.SameRecipe, null),
                new NodeBlocked("card", null),
                new NodeBlocked("script", "Nobody asked."),
                new NodeSkipped("card", "script"))
            .ShouldBe("""
                reused   My words (script)
                blocked  Card (card)
                blocked  My words (script): Nobody asked.
                skipped  Card (card), because My words (script) failed
                """);

    [Fact]
    public void A_file_that_stood_there_all_the_time_is_not_worth_a_line()
        => Story(new FileSaved("save", new SavedFile("film.mp4", "", new ArtifactReference(default, 1, "video/mp4")), PutBack: false, WasThere: true)).ShouldBeEmpty();

    [Fact]
    public void A_step_that_ended_is_not_running_any_more()
        => After(new NodeStarted("a", "A", "A", 1, RunReason.NotKnown), new NodeFinished("a", "A", 1, null)).Running.ShouldBeEmpty();

    [Fact]
    public void Thousands_of_steps_do_not_bury_what_matters()
    {
        var events = Enumerable.Range(0, 5000).Select(RunEvent (number) => new NodeReused($"n{number}", "A", ReuseReason.SameRecipe, null)).Append(new NodeFailed("end", "A", 0, "It broke."));

        var lines = Story([.. events]).Split('\n');

        lines.Length.ShouldBe(RunView.MostLines + 2);
        lines[^1].ShouldContain("It broke.");
    }

    [Fact]
    public void Control_characters_of_a_node_reach_no_terminal()
        => Story(new NodeLogged("a", "info", "one\u001b[31mtwo\rthree\a")).ShouldBe("a: one [31mtwo three ");

    private static RunView After(params RunEvent[] events) => events.Aggregate(new RunView(), (view, happened) => view.After(happened, TimeSpan.Zero));

    private static string Story(params RunEvent[] events) => Story(new RunView(), events);

    private static string Story(RunView view, params RunEvent[] events)
    {
        var lines = new List<string>();
        foreach (var happened in events)
        {
            view = view.After(happened, TimeSpan.Zero);
            lines.AddRange(view.Said.Select(line => line.Text));
        }

        return string.Join('\n', lines);
    }
}
