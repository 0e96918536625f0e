namespace MySpinBot.Language.Tests.Grammars;

public sealed class Grammars_give_texts
{
    [Theory]
    [InlineData("""root ::= "yes" | "no" """, "yes no", "y maybe yesno")]
    [InlineData("""root ::= [a-c]+ """, "a abc ccc", "d abd")]
    [InlineData("""root ::= [^a-c"]+ """, "d xyz é 你", "a da \"")]
    [InlineData("""root ::= "a"{2,3} """, "aa aaa", "a aaaa")]
    [InlineData("""root ::= "a"{2} """, "aa", "a aaa")]
    [InlineData("""root ::= "a"{2,} """, "aa aaaaaa", "a")]
    [InlineData("""root ::= "a"{0,2} "b" """, "b ab aab", "aaab a")]
    [InlineData("""root ::= ("ab" | "c")* "!" """, "! ab! cab! abc!", "a! b!")]
    [InlineData("""root ::= "ab"? "c" """, "c abc", "ac bc ab")]
    [InlineData("""root ::= . "x" """, "ax 你x 😀x", "x abx")]
    [InlineData("root ::= pair*\npair ::= left right # what comes twice\nleft ::= \"(\"\nright ::= \")\"", "() ()()", "( )(")]
    [InlineData("root ::= \"[\" (root (\",\" root)*)? \"]\"", "[] [[],[]] [[[]]]", "[ [[] [,]")]
    [InlineData("root ::= (\n  \"a\" |\n  \"b\"\n) \"c\"", "ac bc", "c a")]
    [InlineData("""root ::= "\x41\u00e9\U0001F600\\\"\t" """, "Aé😀\\\"\t", "A")]
    [InlineData("""root ::= [\]\-^a]+ """, "] - ^ a ]-", "b \\")]
    [InlineData("""root ::= [-a]+ """, "- a -a", "b")]
    [InlineData("""root ::= [a-]+ """, "- a a-", "b")]
    public void As_they_say(string grammar, string texts, string others)
    {
        foreach (var text in texts.Split(' '))
        {
            Written.Gives(grammar, text).ShouldBeTrue($"'{text}' by {grammar}");
        }

        foreach (var text in others.Split(' '))
        {
            Written.Gives(grammar, text).ShouldBeFalse($"'{text}' by {grammar}");
        }
    }

    [Fact]
    public void Nothing_is_a_text_too()
    {
        Written.Gives("root ::= \"a\"?", "").ShouldBeTrue();
        Written.Gives("root ::= \"\"", "").ShouldBeTrue();
        Written.Gives("root ::= \"a\"", "").ShouldBeFalse();
    }

    [Theory]
    [InlineData("root ::= [é]", new byte[] { 0xC3 }, true)]
    [InlineData("root ::= [é]", new byte[] { 0xC4 }, false)]
    [InlineData("root ::= [é]", new byte[] { 0xC3, 0xA9 }, true)]
    [InlineData("root ::= [é]", new byte[] { 0xC3, 0xAA }, false)]
    [InlineData("root ::= [你]", new byte[] { 0xE4, 0xBD }, true)]
    [InlineData("root ::= [你]", new byte[] { 0xE4, 0xBE }, false)]
    [InlineData("root ::= [^a]", new byte[] { 0x80 }, false)]
    [InlineData("root ::= [^a]", new byte[] { 0xC0 }, false)]
    [InlineData("root ::= [^a]", new byte[] { 0xE0, 0x80 }, false)]
    [InlineData("root ::= [^a]", new byte[] { 0xED, 0xA0 }, false)]
    [InlineData("root ::= [^a]", new byte[] { 0xED, 0x9F }, true)]
    [InlineData("root ::= [^a]", new byte[] { 0xF4, 0x90 }, false)]
    [InlineData("root ::= [^a]", new byte[] { 0xF4, 0x8F }, true)]
    [InlineData("root ::= [^a]", new byte[] { 0xF5 }, false)]
    [InlineData("root ::= [^a]", new byte[] { 0xC3, 0x61 }, false)]
    public void Bytes_of_a_character_come_only_where_they_can_become_one(string grammar, byte[] bytes, bool may)
        => Written.Begins(grammar, bytes).ShouldBe(may);
}
