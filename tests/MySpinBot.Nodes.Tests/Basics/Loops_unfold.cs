namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Loops_unfold
{
    [Fact]
    public async Task Each_element_is_given_to_a_copy_of_the_body()
    {
        await using var story = await Story.Open();

        (await story.Run("""
            { 'words': { 'class_type': 'TextSplit', 'inputs': { 'text': 'a,b,c' } },
              'mark': { 'class_type': 'PrimitiveString', 'inputs': { 'value': '!' } },
              'loop': { 'class_type': 'ForEach', 'inputs': { 'items': ['words', 0], 'mark': ['mark', 0], 'body': {
                  'nodes': { 'upper': { 'class_type': 'CaseConverter', 'inputs': { 'string': ['item', 0], 'mode': 'UPPERCASE' } },
                             'marked': { 'class_type': 'StringFormat', 'inputs': { 'f_string': '{a}{b}{c}/{d}', 'a': ['upper', 0], 'b': ['mark', 0], 'c': ['index', 0], 'd': ['count', 0] } } },
                  'result': ['marked', 0] } } },
              'show': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 0] } } }
            """)).ShouldBe("show: A!0/3 | B!1/3 | C!2/3");
    }

    [Fact]
    public async Task A_further_input_that_is_a_list_is_one_for_the_body()
    {
        await using var story = await Story.Open();

        (await story.Run("""
            { 'words': { 'class_type': 'TextSplit', 'inputs': { 'text': 'a,b' } },
              'marks': { 'class_type': 'TextSplit', 'inputs': { 'text': '!,?' } },
              'loop': { 'class_type': 'ForEach', 'inputs': { 'items': ['words', 0], 'marks': ['marks', 0], 'body':
                  { 'class_type': 'StringConcatenate', 'inputs': { 'string_a': ['item', 0], 'string_b': ['marks', 0], 'delimiter': '' } } } },
              'show': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 0] } } }
            """)).ShouldBe("show: a! | a? | b! | b?");
    }

    [Fact]
    public async Task A_fold_carries_what_each_round_came_to()
    {
        await using var story = await Story.Open();

        (await story.Run("""
            { 'numbers': { 'class_type': 'IntRange', 'inputs': { 'start': 1, 'end': 6 } },
              'one': { 'class_type': 'PrimitiveInt', 'inputs': { 'value': 1 } },
              'loop': { 'class_type': 'Fold', 'inputs': { 'items': ['numbers', 0], 'initial': ['one', 0],
                  'body': { 'class_type': 'IntMath', 'inputs': { 'a': ['carry', 0], 'b': ['item', 0], 'operation': 'multiply' } } } },
              'result': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 0] } },
              'steps': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 1] } } }
            """)).ShouldBe("result: 120\nsteps: 1 | 2 | 6 | 24 | 120");
    }

    [Fact]
    public async Task A_body_is_repeated_a_number_of_times_and_not_at_all()
    {
        await using var story = await Story.Open();
        const string Graph = """
            { 'loop': { 'class_type': 'RepeatTimes', 'inputs': { 'initial': 'x', 'times': TIMES,
                  'body': { 'class_type': 'StringConcatenate', 'inputs': { 'string_a': '<', 'string_b': { 'from': 'carry' } } } } },
              'show': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 0] } } }
            """;

        (await story.Run(Graph.Replace("TIMES", "3"))).ShouldBe("show: <<<x");
        (await story.Run(Graph.Replace("TIMES", "0"))).ShouldBe("show: x");
        (await story.Run(Graph.Replace("TIMES", "2000"))).Length.ShouldBe("show: x".Length + 2000);
    }

    [Fact]
    public async Task Thousands_of_elements_unfold_at_once()
    {
        await using var story = await Story.Open();
        (await story.Run("""
            { 'numbers': { 'class_type': 'IntRange', 'inputs': { 'end': 1000 } },
              'loop': { 'class_type': 'ForEach', 'inputs': { 'items': ['numbers', 0], 'body': { 'class_type': 'IntMath', 'inputs': { 'a': ['item', 0], 'b': 1 } } } },
              'sum': { 'class_type': 'NumberStatistics', 'inputs': { 'numbers': ['loop', 0] } },
              'show': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['sum', 0] } } }
            """)).ShouldBe("show: 500500.0");
    }

    [Fact]
    public async Task Another_item_runs_again_what_hangs_on_it_only()
    {
        await using var story = await Story.Open();
        const string Graph = """
            { 'words': { 'class_type': 'TextSplit', 'inputs': { 'text': 'WORDS' } },
              'loop': { 'class_type': 'ForEach', 'inputs': { 'items': ['words', 0], 'body': { 'class_type': 'CaseConverter', 'inputs': { 'string': ['item', 0] } } } },
              'show': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 0] } } }
            """;

        await story.Run(Graph.Replace("WORDS", "a,b,c"));
        (await story.Run(Graph.Replace("WORDS", "a,b,c"), counts: true)).ShouldEndWith("ran 0, reused 1");
        (await story.Run(Graph.Replace("WORDS", "a,x,c"))).ShouldBe("show: A | X | C");
    }

    [Theory]
    [InlineData("{ 'class_type': 'StringTrim', 'inputs': { 'string': ['what', 0] } }", "The body in 'body' links to output 0 of 'what', which is neither one of its nodes nor a variable; variables are count, index, item, with the one output 0.")]
    [InlineData("{ 'nodes': { 'item': { 'class_type': 'StringTrim' } }, 'result': ['item', 0] }", "A node in 'body' is called 'item', which is a variable of the loop; it needs another id.")]
    [InlineData("{ 'nodes': { 'a': { 'type': 'StringTrim' } }, 'result': ['a', 0] }", "Node 'a' in 'body' has no type; it looks like {\"class_type\": \"StringConcatenate\", \"inputs\": {…}}.")]
    [InlineData("{ 'class_type': 'NoSuchNode' }", "NoSuchNode")]
    public async Task A_bad_body_says_what_is_wrong(string body, string sentence)
    {
        await using var story = await Story.Open();

        (await story.Run("""
            { 'words': { 'class_type': 'TextSplit', 'inputs': { 'text': 'a' } },
              'loop': { 'class_type': 'ForEach', 'inputs': { 'items': ['words', 0], 'body': BODY } },
              'show': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 0] } } }
            """.Replace("BODY", body))).ShouldContain(sentence);
    }

    [Fact]
    public async Task Items_of_json_are_values_and_no_links()
    {
        await using var story = await Story.Open();

        (await story.Run("""
            { 'data': { 'class_type': 'JsonParse', 'inputs': { 'text': '[[\"a\",0],{\"x\":1}]' } },
              'items': { 'class_type': 'JsonItems', 'inputs': { 'json': ['data', 0] } },
              'loop': { 'class_type': 'ForEach', 'inputs': { 'items': ['items', 0], 'body': { 'class_type': 'JsonToText', 'inputs': { 'json': ['item', 0], 'indent': 0 } } } },
              'show': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['loop', 0] } } }
            """.Replace("\\\"", "\\u0022"))).ShouldBe("show: [\"a\",0] | {\"x\":1}");
    }
}
