namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Branches_not_taken_do_not_run
{
    private const string Choices = """
        { 'good': { 'class_type': 'PrimitiveString', 'inputs': { 'value': 'good' } },
          'bad': { 'class_type': 'AssertTrue', 'inputs': { 'condition': false, 'message': 'This should not have run.' } },
          'taken': NODE,
          'show': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['taken', 0] } } }
        """;

    [Theory]
    [InlineData("{ 'class_type': 'ComfySwitchNode', 'inputs': { 'switch': true, 'on_true': ['good', 0], 'on_false': ['bad', 0] } }")]
    [InlineData("{ 'class_type': 'SwitchByIndex', 'inputs': { 'index': 1, 'value0': ['bad', 0], 'value1': ['good', 0] } }")]
    [InlineData("{ 'class_type': 'SwitchByName', 'inputs': { 'name': 'de', 'names': 'en\\nde', 'value0': ['bad', 0], 'value1': ['good', 0] } }")]
    [InlineData("{ 'class_type': 'FirstAvailable', 'inputs': { 'value0': '', 'value2': ['good', 0], 'value3': ['bad', 0] } }")]
    public async Task Only_what_is_taken_is_made(string node)
    {
        await using var story = await Story.Open();
        (await story.Run(Choices.Replace("NODE", node))).ShouldBe("show: good");
    }

    [Fact]
    public async Task What_hangs_on_a_held_back_value_does_not_run_and_nothing_fails()
    {
        await using var story = await Story.Open();
        (await story.Run(Choices.Replace("NODE", "{ 'class_type': 'Block', 'inputs': { 'value': ['good', 0], 'block': true } }"))).ShouldBe("");
        (await story.Run(Choices.Replace("NODE", "{ 'class_type': 'Block', 'inputs': { 'value': ['good', 0], 'block': false } }"))).ShouldBe("show: good");
    }

    [Fact]
    public async Task A_bad_constant_is_told_before_anything_runs()
    {
        await using var story = await Story.Open();
        (await story.Run("""
            { 'match': { 'class_type': 'RegexMatch', 'inputs': { 'string': 'a', 'regex_pattern': '(' } },
              'formula': { 'class_type': 'MathExpression', 'inputs': { 'expression': '1 +' } },
              'a': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['match', 0] } },
              'b': { 'class_type': 'PreviewAny', 'inputs': { 'source': ['formula', 0] } } }
            """)).ShouldSatisfyAllConditions(
                problems => problems.ShouldContain("Input 'regex_pattern' of node 'match' (RegexMatch): The text is not a regular expression: at offset 1"),
                problems => problems.ShouldContain("Input 'expression' of node 'formula' (MathExpression): The expression ends where a number, a name or '(' belongs."));
    }
}
