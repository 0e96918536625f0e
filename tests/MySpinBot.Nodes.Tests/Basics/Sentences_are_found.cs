using MySpinBot.Nodes.Basics.Text;

namespace MySpinBot.Nodes.Tests.Basics;

public sealed class Sentences_are_found
{
    [Theory]
    [InlineData("One. Two! Three? Four…", "One.|Two!|Three?|Four…")]
    [InlineData("No end", "No end")]
    [InlineData("", "")]
    [InlineData("Dr. Smith met Mrs. Jones at 3.14 p.m. on Jan. 5. They talked.", "Dr. Smith met Mrs. Jones at 3.14 p.m. on Jan. 5.|They talked.")]
    [InlineData("See e.g. Figure 2. J. R. R. Tolkien wrote it.", "See e.g. Figure 2.|J. R. R. Tolkien wrote it.")]
    [InlineData("The U.S. Army left. He lives in the U.S. The end.", "The U.S. Army left.|He lives in the U.S.|The end.")]
    [InlineData("\"Really?\" she asked. \"Yes!\" He left.", "\"Really?\" she asked.|\"Yes!\"|He left.")]
    [InlineData("He said: “Stop.” Then he ran.", "He said: “Stop.”|Then he ran.")]
    [InlineData("Wait... what? Visit example.com now.", "Wait... what?|Visit example.com now.")]
    [InlineData("What?! No way!!! Fine.", "What?!|No way!!!|Fine.")]
    [InlineData("We sell pens, ink etc. Come in.", "We sell pens, ink etc.|Come in.")]
    [InlineData("No. 5 is alive. No. That is it.", "No. 5 is alive.|No.|That is it.")]
    [InlineData("你好。我是学生！你呢？", "你好。|我是学生！|你呢？")]
    [InlineData("「行こう。」彼は言った。終わり。", "「行こう。」|彼は言った。|終わり。")]
    [InlineData("नमस्ते। आप कैसे हैं?", "नमस्ते।|आप कैसे हैं?")]
    [InlineData("كيف حالك؟ أنا بخير.", "كيف حالك؟|أنا بخير.")]
    [InlineData("¿Qué tal? ¡Bien! Vive en la Av. Mayor.", "¿Qué tal?|¡Bien!|Vive en la Av. Mayor.")]
    [InlineData("M. Dupont est là. « Oui ! » dit-il.", "M. Dupont est là.|« Oui ! » dit-il.")]
    [InlineData("Das kostet z.B. 3,50 Euro. Gut.", "Das kostet z.B. 3,50 Euro.|Gut.")]
    [InlineData("Он живёт в г. Москва. Да.", "Он живёт в г. Москва.|Да.")]
    [InlineData("A title\n\nThe text goes\non here. End.", "A title|The text goes on here.|End.")]
    [InlineData("Great! 👍 Next one.", "Great!|👍 Next one.")]
    public void Sentences_end_where_a_reader_ends_them(string text, string sentences)
        => string.Join('|', SentenceNodes.Split(text)).ShouldBe(sentences);

    [Fact]
    public void German_ordinals_do_not_end_a_sentence()
        => SentenceNodes.Split("Am 3. Oktober 1990. Dann kam der Winter.", "de").ShouldBe(["Am 3. Oktober 1990.", "Dann kam der Winter."]);

    [Fact]
    public void Every_line_can_end_a_sentence()
        => SentenceNodes.Split("roses are red\nviolets are blue", linesEndSentences: true).ShouldBe(["roses are red", "violets are blue"]);

    [Fact]
    public void Short_sentences_are_joined_and_long_ones_broken()
    {
        SentenceNodes.Split("Yes. No. This one is long enough. Ok.", minCharacters: 8).ShouldBe(["Yes. No.", "This one is long enough. Ok."]);
        SentenceNodes.Split("When it rains, we stay at home and read.", maxCharacters: 20).ShouldBe(["When it rains,", "we stay at home and", "read."]);
        SentenceNodes.Split(new string('x', 25), maxCharacters: 10).ShouldBe(["xxxxxxxxxx", "xxxxxxxxxx", "xxxxx"]);
    }

    [Fact]
    public void A_book_takes_linear_time()
        => SentenceNodes.Split(string.Concat(Enumerable.Repeat("This is a sentence of ordinary length, as books have it. ", 90_000))).Count.ShouldBe(90_000);
}
