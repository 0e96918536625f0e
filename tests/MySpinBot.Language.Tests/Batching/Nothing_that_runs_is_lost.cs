using static MySpinBot.Language.Tests.Steps_are_shared_fairly;

namespace MySpinBot.Language.Tests;

public sealed class Nothing_that_runs_is_lost
{
    [Fact]
    public void The_youngest_gives_way_when_the_memory_is_full_and_comes_to_the_same_end()
    {
        var story = new ScheduleStory(capacity: 100, sequences: 2, keeps: 0);
        var old = story.Add(Text(1, 10), written: 80);
        var young = story.Add(Text(2, 10), written: 80);

        story.RunToEnd();

        (old.Recomputed, young.Recomputed > 0).ShouldBe((0, true));
        young.Tokens.ToArray().ShouldBe(Written(Text(2, 10), 80));
        story.Ended.ShouldBe([old, young]);
    }

    [Fact]
    public void A_step_that_was_aborted_is_computed_again()
    {
        var story = new ScheduleStory(capacity: 300, sequences: 3);
        var one = story.Add(Text(1, 10), written: 20);
        var two = story.Add(Text(2, 100), written: 20);
        story.Step();
        story.Step(aborted: true);
        story.End(two);

        story.RunToEnd();

        one.Tokens.ToArray().ShouldBe(Written(Text(1, 10), 20));
    }

    [Fact]
    public void A_full_memory_that_was_not_foreseen_makes_room()
    {
        var story = new ScheduleStory(capacity: 300, sequences: 2);
        story.Add(Text(1, 30), written: 1);
        story.RunToEnd();
        var one = story.Add(Text(2, 10), written: 5);
        var two = story.Add(Text(3, 10), written: 5);
        story.Step();

        story.Schedule.GiveWay().ShouldBeTrue("what is kept goes first");
        story.Schedule.Running.ShouldBe([one, two]);
        story.Schedule.GiveWay().ShouldBeTrue("then the youngest");
        story.Schedule.Running.ShouldBe([one]);
        story.Prefixes.Forget();
        story.Schedule.GiveWay().ShouldBeFalse("one that runs alone cannot");
        story.RunToEnd();
        two.Tokens.ToArray().ShouldBe(Written(Text(3, 10), 5));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 2000)]
    [InlineData(false, 2000)]
    public void Whatever_comes_and_goes_every_sequence_has_its_own_tokens(bool canBeCut, long saved)
    {
        var everSaved = false;
        for (var seed = 1; seed <= 25; seed++)
        {
            var random = new Random(seed);
            var capacity = random.Next(60, 300);
            var story = new ScheduleStory(capacity, random.Next(1, 6), random.Next(8, 40), random.Next(2) == 0 ? int.MaxValue : random.Next(capacity), canBeCut, spare: random.Next(5), saved);
            var wanted = new List<Sequence>();
            for (var step = 0; step < 150; step++)
            {
                if (random.Next(3) == 0)
                {
                    // Few different beginnings, so that many share, part, and go on from one another.
                    int[] prompt = [.. Text(random.Next(3), 40).AsSpan(0, random.Next(1, 40)), .. Text(random.Next(5), 5).AsSpan(0, random.Next(5))];
                    wanted.Add(story.Add(prompt, random.Next(1, Math.Min(40, capacity - prompt.Length))));
                }

                if (random.Next(12) == 0 && story.Schedule.Running.Count > 0)
                {
                    var given = story.Schedule.Running[random.Next(story.Schedule.Running.Count)];
                    wanted.Remove(given);
                    story.End(given);
                }

                story.Step(random.Next(1, 40), aborted: random.Next(10) == 0);
            }

            story.RunToEnd();
            foreach (var sequence in wanted)
            {
                sequence.Length.ShouldBe(sequence.Most);
                sequence.Tokens.ToArray().ShouldBe(Written([.. sequence.Tokens[..sequence.PromptLength]], sequence.Written));
            }

            everSaved |= story.Saved.Bytes > 0;
            story.Prefixes.Forget();
            story.Prefixes.Used.ShouldBe(0);
        }

        everSaved.ShouldBe(saved > 0);
    }

    private static int[] Written(int[] prompt, int count)
    {
        var tokens = prompt.ToList();
        for (var written = 0; written < count; written++)
        {
            tokens.Add(ScheduleStory.TokenAfter([.. tokens]));
        }

        return [.. tokens];
    }
}
