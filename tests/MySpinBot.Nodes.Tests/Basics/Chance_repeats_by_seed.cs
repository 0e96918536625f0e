using MySpinBot.Nodes.Basics.Seeds;

namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Chance_repeats_by_seed
{
    [Fact]
    public void The_generator_is_xoshiro256_starstar_filled_by_splitmix64()
    {
        var random = new SeededRandom(42);
        new[] { random.Next(), random.Next(), random.Next() }.ShouldBe([1546998764402558742UL, 6990951692964543102UL, 12544586762248559009UL]);
    }

    [Fact]
    public void The_first_seeds_are_the_same_however_many_are_made()
    {
        SeedNodes.Several(7, 3).ShouldBe(SeedNodes.Several(7, 10).Take(3));
        SeedNodes.Several(7, 1000).Distinct().Count().ShouldBe(1000);
        SeedNodes.Several(7, 1000).ShouldAllBe(seed => seed >= 0);
        SeedNodes.For(7, "ada").ShouldNotBe(SeedNodes.For(7, "bob"));
        SeedNodes.For(7, "ada").ShouldBe(SeedNodes.For(7, "ada"));
    }

    [Fact]
    public void Draws_keep_their_bounds_and_reach_them()
    {
        var drawn = Enumerable.Range(0, 2000).Select(seed => SeedNodes.WholeNumber(seed, -2, 2)).ToList();
        drawn.Distinct().Order().ShouldBe([-2, -1, 0, 1, 2]);
        drawn.GroupBy(number => number).ShouldAllBe(group => group.Count() > 300);
        SeedNodes.WholeNumber(1, 5, 5).ShouldBe(5);
        SeedNodes.WholeNumber(1, long.MinValue, long.MaxValue).ShouldNotBe(SeedNodes.WholeNumber(2, long.MinValue, long.MaxValue));
        Enumerable.Range(0, 1000).ShouldAllBe(seed => SeedNodes.Number(seed, 0, 1) >= 0 && SeedNodes.Number(seed, 0, 1) < 1);
        Should.Throw<NodeFailure>(() => SeedNodes.WholeNumber(1, 2, 1)).Message.ShouldBe("Input 'min' is 2 and 'max' 1; they should change places.");
    }

    [Fact]
    public void A_shuffle_keeps_all_elements()
    {
        object[] items = ["a", "b", "c", "d"];
        SeedNodes.Shuffle(items, 3).Order().ShouldBe(items);
        Enumerable.Range(0, 500).Select(seed => string.Concat(SeedNodes.Shuffle(items, seed))).Distinct().Count().ShouldBe(24);
        items.ShouldBe(["a", "b", "c", "d"]);
        SeedNodes.Choice(items, 5).Item.ShouldBe(items[SeedNodes.Choice(items, 5).Index]);
        SeedNodes.Line("x\n\n x ", 9).ShouldBe("x");
        Should.Throw<NodeFailure>(() => SeedNodes.Choice([], 1));
    }
}
