namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Loops_run_while_a_condition_holds
{
    private const string Doubling = """
        { 'limit': { 'class_type': 'PrimitiveInt', 'inputs': { 'value': LIMIT } },
          'start': { 'class_type': 'PrimitiveInt', 'inputs': { 'value': 1 } },
          'loop': { 'class_type': 'While', 'inputs': { 'initial': ['start', 0], 'limit': ['limit', 0], 'max_iterations': MAX,
              'condition': { 'class_type': 'Compare', 'inputs': { 'a': ['carry', 0], 'b': ['limit', 0], 'relation': '<' } },
              'body': { 'class_type': 'IntMath', 'inputs': { 'a': ['carry', 0], 'b': 2, 'operation': 'multiply' } } } },
          'result': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 0] } },
          'rounds': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 1] } } }
        """;

    /// <summary>Counts 1, 2, … by a loop drawn in the graph, with a step that stands outside and one that stays the same.</summary>
    private const string Drawn = """
        { 'step': { 'class_type': 'PrimitiveInt', 'inputs': { 'value': 3 } },
          'open': { 'class_type': 'WhileLoopOpen', 'inputs': { 'value0': 0, 'value1': '', 'value2': 100 } },
          'add': { 'class_type': 'IntMath', 'inputs': { 'a': ['open', 1], 'b': ['step', 0] } },
          'note': { 'class_type': 'StringFormat', 'inputs': { 'f_string': '{a}{b}@{c}/{d} ', 'a': ['open', 2], 'b': ['add', 0], 'c': ['open', 6], 'd': ['open', 3] } },
          'more': { 'class_type': 'Compare', 'inputs': { 'a': ['add', 0], 'b': LIMIT, 'relation': '<' } },
          'close': { 'class_type': 'WhileLoopClose', 'inputs': { 'loop': ['open', 0], 'condition': ['more', 0], 'value0': ['add', 0], 'value1': ['note', 0] } },
          'count': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['close', 0] } },
          'notes': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['close', 1] } },
          'rounds': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['close', 5] } } }
        """;

    [Theory]
    [InlineData(100, "result: 128\nrounds: 7")]
    [InlineData(2, "result: 2\nrounds: 1")]
    [InlineData(1, "result: 1\nrounds: 0")]
    public async Task The_condition_is_asked_before_each_round(int limit, string shown)
    {
        await using var story = await Story.Open();
        (await story.Run(Doubling.Replace("LIMIT", $"{limit}").Replace("MAX", "100"))).ShouldBe(shown);
    }

    [Fact]
    public async Task A_loop_that_does_not_end_is_ended()
    {
        await using var story = await Story.Open();
        (await story.Run(Doubling.Replace("LIMIT", "1000000").Replace("MAX", "5")))
            .ShouldContain("The loop did 5 rounds and its condition still holds; 'max_iterations' allows no more.");
    }

    [Fact]
    public async Task A_loop_of_many_rounds_comes_to_its_end()
    {
        await using var story = await Story.Open();
        (await story.Run("""
            { 'loop': { 'class_type': 'While', 'inputs': { 'initial': 0, 'max_iterations': 200,
                  'condition': { 'class_type': 'Compare', 'inputs': { 'a': ['carry', 0], 'b': 200, 'relation': '<' } },
                  'body': { 'class_type': 'IntMath', 'inputs': { 'a': ['carry', 0], 'b': 1 } } } },
              'result': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 0] } } }
            """)).ShouldBe("result: 200");
    }

    [Fact]
    public async Task A_second_run_reuses_all_rounds()
    {
        await using var story = await Story.Open();
        var graph = Doubling.Replace("LIMIT", "100").Replace("MAX", "100");
        await story.Run(graph);
        (await story.Run(graph, counts: true)).ShouldBe("result: 128\nrounds: 7\nran 0, reused 2");
    }

    [Fact]
    public async Task A_drawn_loop_does_again_what_lies_between_its_ends()
    {
        await using var story = await Story.Open();
        (await story.Run(Drawn.Replace("LIMIT", "10"))).ShouldBe("count: 12\nnotes: 3@0/100 6@1/100 9@2/100 12@3/100 \nrounds: 4");
        (await story.Run(Drawn.Replace("LIMIT", "1"))).ShouldBe("count: 3\nnotes: 3@0/100 \nrounds: 1");
    }

    [Fact]
    public async Task A_change_within_a_drawn_loop_is_seen_although_the_first_round_gives_the_same()
    {
        await using var story = await Story.Open();
        await story.Run(Drawn.Replace("LIMIT", "10"));

        // The first round adds 3 either way; only the later ones tell the difference.
        (await story.Run(Drawn.Replace("LIMIT", "10").Replace("'value': 3", "'value': 1").Replace("'a': ['open', 1]", "'a': ['bump', 0]").Replace("'add': {",
            "'bump': { 'class_type': 'MathExpression', 'inputs': { 'expression': 'a + 2', 'a': ['open', 1] } }, 'add': {").Replace("['bump', 0]", "['bump', 1]")))
            .ShouldBe("count: 12\nnotes: 3@0/100 6@1/100 9@2/100 12@3/100 \nrounds: 4");
        (await story.Run(Drawn.Replace("LIMIT", "10").Replace("'class_type': 'IntMath', 'inputs': {", "'class_type': 'IntMath', 'inputs': { 'operation': 'max',").Replace("LIMIT", "10")))
            .ShouldContain("The loop did 100 rounds");
    }

    [Fact]
    public async Task Loops_are_drawn_within_loops()
    {
        await using var story = await Story.Open();

        // Outer rounds 1, 2, 3: the inner loop adds the outer number three times.
        (await story.Run("""
            { 'outer': { 'class_type': 'WhileLoopOpen', 'inputs': { 'value0': 0, 'value1': 0 } },
              'number': { 'class_type': 'IntMath', 'inputs': { 'a': ['outer', 1], 'b': 1 } },
              'inner': { 'class_type': 'WhileLoopOpen', 'inputs': { 'value0': ['outer', 2], 'value1': ['number', 0] } },
              'sum': { 'class_type': 'IntMath', 'inputs': { 'a': ['inner', 1], 'b': ['inner', 2] } },
              'again': { 'class_type': 'Compare', 'inputs': { 'a': ['inner', 6], 'b': 2, 'relation': '<' } },
              'inner_end': { 'class_type': 'WhileLoopClose', 'inputs': { 'loop': ['inner', 0], 'condition': ['again', 0], 'value0': ['sum', 0] } },
              'more': { 'class_type': 'Compare', 'inputs': { 'a': ['number', 0], 'b': 3, 'relation': '<' } },
              'end': { 'class_type': 'WhileLoopClose', 'inputs': { 'loop': ['outer', 0], 'condition': ['more', 0], 'value0': ['number', 0], 'value1': ['inner_end', 0] } },
              'total': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['end', 1] } } }
            """)).ShouldBe("total: 18");
    }

    [Fact]
    public async Task An_inner_loop_that_reaches_past_its_beginning_is_told_how_to_mend_it()
    {
        await using var story = await Story.Open();

        (await story.Run("""
            { 'outer': { 'class_type': 'WhileLoopOpen', 'inputs': { 'value0': 0 } },
              'inner': { 'class_type': 'WhileLoopOpen', 'inputs': { 'value0': 0 } },
              'sum': { 'class_type': 'IntMath', 'inputs': { 'a': ['inner', 1], 'b': ['outer', 1] } },
              'no': { 'class_type': 'Compare', 'inputs': { 'a': ['sum', 0], 'b': 0, 'relation': '<' } },
              'inner_end': { 'class_type': 'WhileLoopClose', 'inputs': { 'loop': ['inner', 0], 'condition': ['no', 0], 'value0': ['sum', 0] } },
              'end': { 'class_type': 'WhileLoopClose', 'inputs': { 'loop': ['outer', 0], 'condition': ['no', 0], 'value0': ['inner_end', 0] } },
              'total': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['end', 0] } } }
            """)).ShouldContain("The loop that begins with 'inner' uses a value of the loop around it, which begins with 'outer', and would see the one of its first round only; link that value to 'inner' and take it from there.");
    }
}
