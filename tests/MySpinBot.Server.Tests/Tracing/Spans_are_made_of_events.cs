using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Tracing;

namespace MySpinBot.Server.Tests.Tracing;

public sealed class Spans_are_made_of_events
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void They_tell_what_ran_what_was_reused_and_how_long()
        => Drawn(
            JobState.Succeeded,
            (new JobQueued(At(0)), null),
            (new JobBegan(At(2), 1), null),
            (new RunStarted(2, At(2)), At(2)),
            (new NodeReused("load", "LoadImage", ReuseReason.SameRecipe, null), At(2.5)),
            (new NodeStarted("blur", "ImageBlur", "Blur", 1, RunReason.NotKnown), At(3)),
            (new NodeFinished("blur", "ImageBlur", 1.5, null), At(4.5)),
            (new JobFinished(At(5), JobState.Succeeded, null), null))
        .ShouldBe("""
            job 0-5
              queue 0-2
              run 2-5
                LoadImage 2.5-2.5 reused
                ImageBlur 3-4.5 ran
            """);

    [Fact]
    public void What_a_worker_took_with_it_failed_and_is_tried_again()
        => Drawn(
            JobState.Succeeded,
            (new JobQueued(At(0)), null),
            (new JobBegan(At(1), 1), null),
            (new NodeStarted("blur", "ImageBlur", "Blur", 1, RunReason.NotKnown), At(1)),
            (new WorkerLost(At(3), "The worker died.", []), At(3)),
            (new JobBegan(At(4), 2), null),
            (new NodeStarted("blur", "ImageBlur", "Blur", 1, RunReason.NotKnown), At(4)),
            (new NodeFinished("blur", "ImageBlur", 1, null), At(5)),
            (new JobFinished(At(6), JobState.Succeeded, null), null))
        .ShouldBe("""
            job 0-6
              queue 0-1
              run 1-3 failed
                ImageBlur 1-3 unfinished failed
              queue 3-4
              run 4-6
                ImageBlur 4-5 ran
            """);

    [Fact]
    public void What_a_server_heard_that_is_gone_is_put_in_order_and_marked()
        => Drawn(
            JobState.Succeeded,
            (new JobQueued(At(0)), null),
            (new JobBegan(At(1), 1), null),
            (new NodeStarted("a", "One", "a", 1, RunReason.NotKnown), null),
            (new NodeFinished("a", "One", 2, null), null),
            (new NodeStarted("b", "Two", "b", 1, RunReason.NotKnown), null),
            (new JobQueued(At(9)), At(9)),
            (new JobBegan(At(10), 1), At(10)),
            (new NodeStarted("b", "Two", "b", 1, RunReason.NotKnown), At(10)),
            (new NodeFinished("b", "Two", 1, null), At(11)),
            (new JobFinished(At(11), JobState.Succeeded, null), At(11)))
        .ShouldBe("""
            job 0-11
              queue 0-1
              run 1-9
                One 1-3 ran estimated
                Two 3-9 unfinished estimated failed
              queue 9-10
              run 10-11
                Two 10-11 ran
            """);

    [Fact]
    public void A_job_that_is_tried_again_after_its_end_begins_anew()
        => Drawn(
            JobState.Succeeded,
            (new JobQueued(At(0)), null),
            (new JobBegan(At(1), 1), null),
            (new NodeFailed("a", "One", 0, "It was too small."), At(2)),
            (new JobFinished(At(2), JobState.Failed, "It was too small."), null),
            (new JobQueued(At(20)), null),
            (new JobBegan(At(21), 2), null),
            (new JobFinished(At(22), JobState.Succeeded, null), null))
        .ShouldBe("""
            job 20-22
              queue 20-21
              run 21-22
            """);

    [Fact]
    public void Of_very_many_some_are_left_out_and_that_is_said()
    {
        var events = Enumerable.Range(0, 100).Select(i => ((object)new NodeReused($"n{i}", "One", ReuseReason.SameInputs, null), (DateTimeOffset?)At(2)));
        var spans = Spans(JobState.Succeeded, 50, [(new JobQueued(At(0)), null), (new JobBegan(At(1), 1), null), .. events, (new JobFinished(At(3), JobState.Succeeded, null), null)]);

        spans.Count.ShouldBe(50);
        spans[0].Attributes["myspinbot.spans.left_out"].ShouldBe(53);
    }

    [Fact]
    public void Times_that_contradict_each_other_give_no_span_that_ends_before_it_begins()
        => Spans(
            JobState.Failed,
            100,
            (new JobQueued(At(5)), null),
            (new JobBegan(At(1), 1), null),
            (new NodeStarted("a", "One", "a", 1, RunReason.NotKnown), At(9)),
            (new NodeFailed("a", "One", 0, "No."), At(7)),
            (new JobFinished(At(0), JobState.Failed, "No."), null)).ShouldAllBe(span => span.End >= span.Start);

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private static IReadOnlyList<PlannedSpan> Spans(JobState state, int most, params (object Told, DateTimeOffset? Heard)[] events)
    {
        var spans = new JobSpans(new Job { Id = Guid.NewGuid(), Sequence = 1, Owner = "anna", State = state, AcceptedAt = Start }, most);
        foreach (var (told, heard) in events)
        {
            spans.Take(told, heard);
        }

        return spans.Spans;
    }

    private static string Drawn(JobState state, params (object Told, DateTimeOffset? Heard)[] events)
    {
        var spans = Spans(state, 1000, events);
        return string.Join('\n', Below(-1, ""));

        IEnumerable<string> Below(int parent, string indent) => spans.Index().Where(each => each.Item.Parent == parent).OrderBy(each => each.Item.Start).ThenBy(each => each.Index).SelectMany(each => new[] { $"{indent}{Line(each.Item)}" }.Concat(Below(each.Index, indent + "  ")));
    }

    private static string Line(PlannedSpan span)
        => FormattableString.Invariant($"{span.Name} {(span.Start - Start).TotalSeconds}-{(span.End - Start).TotalSeconds}")
            + (span.Attributes.TryGetValue("myspinbot.node.outcome", out var outcome) ? $" {outcome}" : "")
            + (span.Attributes.ContainsKey(JobSpans.Estimated) ? " estimated" : "")
            + (span.Fault is null || outcome is "failed" ? "" : " failed");
}
