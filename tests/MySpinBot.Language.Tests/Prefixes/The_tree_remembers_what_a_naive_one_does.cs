namespace MySpinBot.Language.Tests;

public sealed class The_tree_remembers_what_a_naive_one_does
{
    [Fact]
    public void Nothing_is_found_in_an_empty_tree()
    {
        var tree = new PrefixTree();

        tree.Find([1, 2, 3]).ShouldBe(0);
        tree.Reach([1, 2, 3]).ShouldBe(tree.Root);
        tree.Oldest().ShouldBeNull();
    }

    [Fact]
    public void A_stretch_is_split_where_two_texts_part()
    {
        var tree = new PrefixTree();
        var first = tree.Add(tree.Root, [1, 2, 3, 4], holder: 0, out _);

        tree.Find([1, 2, 9]).ShouldBe(2);
        var shared = tree.Reach([1, 2, 9]);

        shared.Tokens.ToArray().ShouldBe([1, 2]);
        shared.Holder.ShouldBe(-1);
        first.Tokens.ToArray().ShouldBe([3, 4]);
        (first.Holder, first.End, first.Parent).ShouldBe((0, 4, shared));
        tree.Count.ShouldBe(4);
        tree.Find([1, 2, 3, 4, 5]).ShouldBe(4);
    }

    [Fact]
    public void What_goes_on_from_a_leaf_takes_over_its_holding()
    {
        var tree = new PrefixTree();
        var first = tree.Add(tree.Root, [1, 2], holder: 5, out var none);
        none.ShouldBe(-1);

        tree.Add(first, [3], holder: 6, out var released);

        released.ShouldBe(5);
        tree.Leaves.Count.ShouldBe(1);
    }

    [Fact]
    public void What_was_wanted_last_goes_last_and_what_is_locked_stays()
    {
        var tree = new PrefixTree();
        var one = tree.Add(tree.Root, [1, 1], holder: 1, out _);
        var two = tree.Add(tree.Root, [2, 2], holder: 2, out _);
        var three = tree.Add(tree.Root, [3, 3], holder: 3, out _);
        tree.Reach([1, 1]);
        tree.Oldest().ShouldBe(two);

        tree.Lock(two);
        tree.Oldest().ShouldBe(three);
        tree.Unlocked.ShouldBe(4);

        tree.Trim(three, 2, out var holder).ShouldBeNull();
        holder.ShouldBe(3);
        tree.Oldest().ShouldBe(one);
        tree.Unlock(two);
        tree.Oldest().ShouldBe(two);
    }

    [Fact]
    public void A_leaf_that_goes_leaves_what_stood_above_it_to_its_holder()
    {
        var tree = new PrefixTree();
        var first = tree.Add(tree.Root, [1, 2], holder: 5, out _);
        var second = tree.Add(first, [3, 4], holder: 6, out _);

        tree.Trim(second, 1, out _).ShouldBe(second);
        tree.Find([1, 2, 3, 4]).ShouldBe(3);
        tree.Trim(second, 1, out var holder).ShouldBe(first);

        (holder, first.Holder, tree.Count).ShouldBe((6, 6, 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_texts_are_found_as_far_as_they_are_remembered(int seed)
    {
        var random = new Random(seed);
        var tree = new PrefixTree();
        var naive = new HashSet<string>();
        for (var step = 0; step < 600; step++)
        {
            var tokens = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(3)).ToArray();
            if (random.Next(4) == 0 && tree.Oldest() is { } oldest)
            {
                var path = PrefixTree.PathOf(oldest);
                var gone = random.Next(1, oldest.Tokens.Length + 1);
                tree.Trim(oldest, gone, out _);
                for (var left = path.Length - gone + 1; left <= path.Length; left++)
                {
                    naive.Remove(string.Join(',', path[..left])).ShouldBeTrue();
                }
            }
            else
            {
                var node = tree.Reach(tokens);
                if (node.End < tokens.Length)
                {
                    tree.Add(node, tokens.AsSpan(node.End), step, out _);
                }

                for (var length = 1; length <= tokens.Length; length++)
                {
                    naive.Add(string.Join(',', tokens[..length]));
                }
            }

            var asked = Enumerable.Range(0, 14).Select(_ => random.Next(3)).ToArray();
            var expected = Enumerable.Range(0, 15).Last(length => length == 0 || naive.Contains(string.Join(',', asked[..length])));
            tree.Find(asked).ShouldBe(expected);
            tree.Count.ShouldBe(naive.Count);
            tree.Unlocked.ShouldBe(naive.Count);
            tree.Leaves.ShouldAllBe(leaf => leaf.IsLeaf && leaf.Holder >= 0);
        }
    }
}
