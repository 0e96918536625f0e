namespace MySpinBot.Language.Tests;

public sealed class Steps_are_shared_fairly
{
    [Fact]
    public void A_long_prompt_is_computed_in_steps_and_the_last_one_chooses()
    {
        var story = new ScheduleStory(capacity: 400, sequences: 2);
        var sequence = story.Add(Text(1, 150), written: 3);

        story.Step().Single().ShouldBe((sequence, 0, 64));
        story.Step().Single().ShouldBe((sequence, 64, 64));
        story.Step().Single().ShouldBe((sequence, 128, 22));
        story.Step().Single().ShouldBe((sequence, 150, 1));
        sequence.Written.ShouldBe(2);
    }

    [Fact]
    public void A_short_prompt_is_not_held_up_by_a_long_one_before_it()
    {
        var story = new ScheduleStory(capacity: 2000, sequences: 4);
        story.Add(Text(1, 1000), written: 1);
        story.Step();
        var quick = story.Add(Text(2, 20), written: 1);

        story.Step().Single(part => part.Sequence == quick).Count.ShouldBe(20);

        quick.Written.ShouldBe(1);
    }

    [Fact]
    public void Who_writes_has_a_token_of_every_step_and_prompts_share_the_rest()
    {
        var story = new ScheduleStory(capacity: 2000, sequences: 4);
        var writer = story.Add(Text(1, 10), written: 50);
        story.Step();
        var long1 = story.Add(Text(2, 300), written: 1);
        var long2 = story.Add(Text(3, 300), written: 1);

        var step = story.Step();

        step.Single(part => part.Sequence == writer).Count.ShouldBe(1);
        (step.Single(part => part.Sequence == long1).Count, step.Single(part => part.Sequence == long2).Count).ShouldBe((32, 31));
    }

    [Fact]
    public void Prompts_get_no_more_of_a_step_than_is_allowed_while_others_write()
    {
        var story = new ScheduleStory(capacity: 2000, sequences: 4);
        story.Add(Text(1, 10), written: 50);
        story.Step();
        story.Add(Text(2, 300), written: 1);

        story.Step(promptTokens: 16).Sum(part => part.Count).ShouldBe(17);
    }

    [Fact]
    public void Sequences_join_and_leave_between_tokens()
    {
        var story = new ScheduleStory(capacity: 400, sequences: 2);
        var one = story.Add(Text(1, 5), written: 3);
        story.Step();
        var two = story.Add(Text(2, 5), written: 10);
        var three = story.Add(Text(3, 5), written: 1);

        story.Step().Select(part => part.Sequence).ShouldBe([one, two]);
        story.Step().Select(part => part.Sequence).ShouldBe([one, two]);
        story.Ended.ShouldBe([one]);
        story.Step().Select(part => part.Sequence).ShouldBe([two, three]);
    }

    [Fact]
    public void What_waits_is_passed_by_smaller_ones_only_so_often()
    {
        var story = new ScheduleStory(capacity: 200, sequences: 3, keeps: 0);
        story.Add(Text(1, 100), written: 90);
        story.Step();
        var large = story.Add(Text(2, 150), written: 1);
        for (var index = 0; index < 60; index++)
        {
            story.Add(Text(3 + index, 3), written: 1);
        }

        while (story.Ended.Count < 17)
        {
            story.Step();
        }

        large.Passed.ShouldBe(story.Limits.Passes);
        large.Place.ShouldBeNull();
        story.RunToEnd();
        story.Ended.IndexOf(large).ShouldBeLessThan(25);
    }

    internal static int[] Text(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(1000) + (seed * 1000))];
    }
}
