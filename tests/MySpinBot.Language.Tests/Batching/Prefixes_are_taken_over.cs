using static MySpinBot.Language.Tests.Steps_are_shared_fairly;

namespace MySpinBot.Language.Tests;

public sealed class Prefixes_are_taken_over
{
    [Fact]
    public void The_same_prompt_again_computes_its_last_token()
    {
        var story = new ScheduleStory(capacity: 400, sequences: 2);
        var prompt = Text(1, 50);
        story.Add(prompt, written: 4);
        story.RunToEnd();

        var again = story.Add(prompt, written: 4);

        story.Step().Single().ShouldBe((again, 49, 1));
        again.Reused.ShouldBe(49);
    }

    [Fact]
    public void A_conversation_goes_on_where_it_was()
    {
        var story = new ScheduleStory(capacity: 400, sequences: 2);
        var first = story.Add(Text(1, 50), written: 10);
        story.RunToEnd();

        int[] next = [.. first.Tokens, .. Text(2, 8)];
        var second = story.Add(next, written: 4);
        story.Step();

        // The last token that was written had not been computed.
        second.Reused.ShouldBe(59);
    }

    [Fact]
    public void A_text_edited_in_the_middle_shares_what_is_before()
    {
        var story = new ScheduleStory(capacity: 400, sequences: 2);
        var prompt = Text(1, 60);
        story.Add(prompt, written: 4);
        story.RunToEnd();

        prompt[30] = -1;
        var edited = story.Add(prompt, written: 4);
        story.RunToEnd();
        var back = story.Add(Text(1, 60), written: 4);
        story.RunToEnd();

        (edited.Reused, back.Reused).ShouldBe((30, 59));
    }

    [Fact]
    public void Many_that_begin_alike_at_once_compute_the_beginning_once()
    {
        var story = new ScheduleStory(capacity: 400, sequences: 8);
        int[] system = Text(1, 40);
        var sequences = Enumerable.Range(2, 8).Select(seed => story.Add([.. system, .. Text(seed, 5)], written: 3)).ToArray();

        story.RunToEnd();

        sequences.Select(sequence => sequence.Reused).ShouldBe([0, 40, 40, 40, 40, 40, 40, 40]);
    }

    [Fact]
    public void Beginnings_that_were_computed_twice_are_kept_once()
    {
        var story = new ScheduleStory(capacity: 400, sequences: 2);
        int[] system = Text(1, 7);
        story.Add([.. system, .. Text(2, 5)], written: 1);
        story.Add([.. system, .. Text(3, 5)], written: 1);

        story.RunToEnd();

        story.Prefixes.Used.ShouldBe(7 + 5 + 5);
    }

    [Fact]
    public void What_is_kept_is_bounded_and_the_longest_unwanted_goes_first()
    {
        var story = new ScheduleStory(capacity: 1000, sequences: 1, keeps: 250, spare: 8);
        foreach (var seed in new[] { 1, 2, 3 })
        {
            story.Add(Text(seed, 100), written: 1);
            story.RunToEnd();
        }

        story.Prefixes.Used.ShouldBeLessThanOrEqualTo(250);
        story.Prefixes.Find([.. Text(3, 100), 0]).ShouldBe(100);
        story.Prefixes.Find([.. Text(2, 100), 0]).ShouldBe(100);
        story.Prefixes.Find([.. Text(1, 100), 0]).ShouldBeInRange(1, 50);
    }

    [Fact]
    public void More_texts_than_sequence_numbers_are_no_trouble()
    {
        var story = new ScheduleStory(capacity: 4000, sequences: 2, spare: 1);
        for (var seed = 1; seed < 40; seed++)
        {
            story.Add(Text(seed, 20), written: 2);
        }

        story.RunToEnd();

        story.Ended.Count.ShouldBe(39);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_had_to_leave_the_memory_is_taken_back_from_the_hosts(bool canBeCut)
    {
        var story = new ScheduleStory(capacity: 120, sequences: 1, canBeCut: canBeCut, saved: 1 << 20);
        var first = story.Add(Text(1, 80), written: 10);
        story.RunToEnd();
        story.Add(Text(2, 100), written: 10);
        story.RunToEnd();

        var next = story.Add([.. first.Tokens, 5, 6], written: 4);
        story.RunToEnd();

        next.Reused.ShouldBe(89);
    }

    [Fact]
    public void What_was_not_wanted_for_long_leaves_the_memory_while_others_are_computed()
    {
        var story = new ScheduleStory(capacity: 1000, sequences: 2, saved: 1 << 20);
        var first = story.Add(Text(1, 200), written: 10);
        story.RunToEnd();
        var other = story.Add(Text(2, 10), written: 100);
        story.RunToEnd();

        story.Prefixes.Used.ShouldBe(109);
        var again = story.Add([.. first.Tokens], written: 4);
        story.Step();
        (again.Reused, other.Recomputed).ShouldBe((209, 0));
    }

    [Fact]
    public void Short_ends_of_a_long_beginning_are_not_saved_with_it_each()
    {
        var story = new ScheduleStory(capacity: 1000, sequences: 4, saved: 1 << 20);
        int[] system = Text(1, 200);
        foreach (var seed in new[] { 2, 3, 4 })
        {
            story.Add([.. system, .. Text(seed, 10)], written: 2);
        }

        story.Add(Text(5, 10), written: 100);
        story.RunToEnd();

        story.Saved.Bytes.ShouldBe(0);
        story.Prefixes.Find([.. system, 0]).ShouldBe(200);
    }

    [Fact]
    public void A_memory_that_cannot_be_cut_is_taken_over_whole_or_not_at_all()
    {
        var story = new ScheduleStory(capacity: 400, sequences: 2, canBeCut: false);
        var first = story.Add(Text(1, 30), written: 6);
        story.RunToEnd();
        int[] computed = [.. first.Tokens[..^1]];

        var same = story.Add(Text(1, 30), written: 6);
        story.RunToEnd();
        var next = story.Add([.. computed, 1, 2, 3], written: 6);
        story.RunToEnd();

        (same.Reused, next.Reused).ShouldBe((0, 35));
        same.Tokens.ToArray().ShouldBe(first.Tokens.ToArray());
    }
}
