using MySpinBot.Sdk;

namespace MySpinBot.Language.Tests.Grammars;

public sealed class Wrong_grammars_are_refused
{
    [Theory]
    [InlineData("", "it has no rule 'root'")]
    [InlineData("answer ::= \"a\"", "it has no rule 'root'")]
    [InlineData("root ::= answer", "speaks of a rule 'answer' that it does not have")]
    [InlineData("root = \"a\"", "'::=' has to follow the name of a rule, in line 1 at column 6")]
    [InlineData("root ::= \"a", "has to end what was begun, in line 1 at column 12")]
    [InlineData("root ::= \"a\"\n\nb ::= [a-z", "has to end what was begun, in line 3 at column 11")]
    [InlineData("root ::= (\"a\"", "')' has to end a group")]
    [InlineData("root ::= \"a\")", "in the rule 'root', in line 1 at column 13")]
    [InlineData("root ::= * \"a\"", "an element has to come before a repetition")]
    [InlineData("root ::= \"a\"{3,2}", "cannot come at least 3 and at most 2 times")]
    [InlineData("root ::= \"a\"{x}", "a number from 0 to 10000 has to say")]
    [InlineData("root ::= \"a\"{99999999999}", "a number from 0 to 10000 has to say")]
    [InlineData("root ::= \"a\"{2", "'}' has to end a repetition")]
    [InlineData("root ::= \"\\q\"", "after '\\' there may be")]
    [InlineData("root ::= \"\\u12\"", "4 hexadecimal digits")]
    [InlineData("root ::= \"\\UFFFFFFFF\"", "8 hexadecimal digits")]
    [InlineData("root ::= root \"a\" | \"b\"", "the rule 'root' may begin with itself")]
    [InlineData("root ::= a\na ::= b? c\nb ::= \"x\"\nc ::= a", "may begin with itself")]
    [InlineData("root ::= (\"a\"*)*", "may begin with itself")]
    [InlineData("root ::= <nothing>", "'<nothing>' is no token of this model")]
    public void In_a_sentence_that_says_where(string grammar, string sentence)
    {
        var failure = Should.Throw<NodeFailure>(() => Grammar.Parse(grammar, _ => null));

        failure.Message.ShouldStartWith("The grammar is wrong: ");
        failure.Message.ShouldContain(sentence);
        failure.Input.ShouldBe("Grammar");
    }

    // Each of these takes the process or all of its memory where a grammar is believed.
    [Fact]
    public void Before_they_take_what_there_is_not()
    {
        Refused($"root ::= {new string('(', 100_000)}\"a\"{new string(')', 100_000)}").ShouldContain("groups may lie in each other 200 deep");
        Refused($"root ::= \"{new string('a', 300)}\"{{9999}}").ShouldContain("more than 2097152 elements");
        Refused($"root ::= {string.Concat(Enumerable.Range(0, 10_000).Select(number => $"[^{(char)(0x4000 + number)}]"))}").ShouldContain("sets of characters");
        Refused(new string('#', 3_000_000)).ShouldContain("3000000 characters");
    }

    [Fact]
    public void Rules_may_be_as_many_in_each_other_as_they_like()
    {
        var chain = string.Join('\n', Enumerable.Range(0, 50_000).Select(number => $"r{number} ::= r{number + 1}"));

        Written.Gives($"root ::= r0\n{chain}\nr50000 ::= \"a\"", "a").ShouldBeTrue();
    }

    [Fact]
    public void A_text_that_may_be_read_in_too_many_ways_is_a_sentence()
    {
        var deep = string.Join('\n', Enumerable.Range(0, 16).Select(number => $"r{number} ::= r{number + 1} \"x\" | r{number + 1} \"y\""));

        Should.Throw<NodeFailure>(() => Written.Gives($"root ::= r0\n{deep}\nr16 ::= \"a\"", "a")).Message.ShouldContain("ways in which a text may follow it");
    }

    private static string Refused(string grammar) => Should.Throw<NodeFailure>(() => Grammar.Parse(grammar, _ => null)).Message;
}
