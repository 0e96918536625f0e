using System.Text;
using MySpinBot.Nodes.Llm;
using MySpinBot.Nodes.Tests.Basics;

namespace MySpinBot.Nodes.Tests.Llm;

public sealed class Long_texts_are_cut_into_pieces
{
    private const string English = "The tower stands on a rock. It is old, and nobody knows who built it!\n\nEvery night a light burns in it. Ships see it from afar; sailors are glad.\nNobody lives there.";
    private const string Chinese = "灯塔立在岩石上。它很古老，没有人知道是谁建造的！每天晚上都有一盏灯在里面燃烧。远处的船只看到它；水手们很高兴。";

    [Fact]
    public void Where_they_divide_best() => Cut(English, 80).ShouldBe(
    [
        "The tower stands on a rock. It is old, and nobody knows who built it!\n\n",
        "Every night a light burns in it. Ships see it from afar; sailors are glad.\n",
        "Nobody lives there.",
    ]);

    [Fact]
    public void By_sentences_where_a_paragraph_is_too_long() => Cut(English, 45).ShouldBe(
    [
        "The tower stands on a rock. ", "It is old, and nobody knows who built it!\n\n", "Every night a light burns in it. ", "Ships see it from afar; sailors are glad.\n", "Nobody lives there.",
    ]);

    [Fact]
    public void In_scripts_that_write_no_spaces() => Cut(Chinese, 20).ShouldBe(["灯塔立在岩石上。", "它很古老，没有人知道是谁建造的！", "每天晚上都有一盏灯在里面燃烧。", "远处的船只看到它；水手们很高兴。"]);

    [Fact]
    public void And_in_the_middle_of_a_word_where_it_is_longer_than_a_piece() => Cut("Donaudampfschifffahrt is a word", 10).ShouldBe(["Donaudampf", "schifffahr", "t is a ", "word"]);

    [Fact]
    public void With_the_end_of_the_one_before() => Cut(English, 80, overlap: 34).ShouldBe(
    [
        "The tower stands on a rock. ",
        "The tower stands on a rock. It is old, and nobody knows who built it!\n\n",
        "and nobody knows who built it!\n\nEvery night a light burns in it. ",
        "Every night a light burns in it. Ships see it from afar; sailors are glad.\n",
        "sailors are glad.\nNobody lives there.",
    ]);

    [Fact]
    public void Whatever_they_are_and_nothing_is_lost()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var text = Any(random);
            var (size, overlap) = (random.Next(1, 40), 0);

            var pieces = Cut(text, size);
            string.Concat(pieces).ShouldBe(text);
            pieces.ShouldAllBe(piece => Characters(piece) <= size && IsWhole(piece));

            overlap = random.Next(0, size);
            var overlapping = Cut(text, size, overlap);
            overlapping.ShouldAllBe(piece => Characters(piece) <= size && IsWhole(piece));
            Rejoined(overlapping, overlap, text).ShouldBeTrue($"{size} {overlap} {text}");
        }
    }

    [Fact]
    public void A_text_of_megabytes_soon()
    {
        var text = string.Concat(Enumerable.Repeat(English + Chinese, 8_000));

        Cut(text, 1000, overlap: 100).Sum(piece => piece.Length).ShouldBeGreaterThan(text.Length);
        Cut(new string('x', 1_000_000), 7).Count.ShouldBe(142_858);
    }

    [Fact]
    public async Task By_sentences_with_the_node_that_finds_them()
    {
        await using var story = await Story.Open(options => options, typeof(MySpinBot.Nodes.Basics.Text.SentenceNodes).Assembly, typeof(LlmSplitTextNode).Assembly);

        (await story.Run("""
            {'split': {'class_type': 'LlmSplitText', 'inputs': {'text': 'One. Two. Three. 四。五。', 'unit': 'sentences', 'size': 3, 'overlap': 1}},
             'all': {'class_type': 'TextJoin', 'inputs': {'texts': ['split', 0], 'separator': ' || '}},
             'show': {'class_type': 'PreviewAny', 'inputs': {'source': ['all', 0]}}}
            """)).ShouldBe("show: One. Two. Three. || Three.四。五。");
    }

    private static IReadOnlyList<string> Cut(string text, int size, int overlap = 0) => new TextCutting(size, overlap, TextCutting.Characters, default).Cut(text);

    private static int Characters(string text) => text.EnumerateRunes().Count();

    // No half of a pair of UTF-16 at either end.
    private static bool IsWhole(string piece) => !piece.EnumerateRunes().Contains(Rune.ReplacementChar);

    // Each piece goes on where the ones before ended, after something that is repeated of them. Texts that repeat themselves leave several places for that.
    private static bool Rejoined(IReadOnlyList<string> pieces, int overlap, string text)
    {
        var reached = new HashSet<int> { 0 };
        foreach (var piece in pieces)
        {
            reached = [.. from end in reached
                          from begin in Enumerable.Range(Math.Max(0, end - (2 * overlap)), end - Math.Max(0, end - (2 * overlap)) + 1)
                          where begin + piece.Length > end && string.CompareOrdinal(text, begin, piece, 0, piece.Length) == 0 && Characters(text[begin..end]) <= overlap
                          select begin + piece.Length];
        }

        return reached.Contains(text.Length);
    }

    private static string Any(Random random)
    {
        string[] parts = ["word ", "ein Satz. ", "Why? ", "\n", "\n\n", "，", "。", "中文", "😀", "e\u0301", "a, b; c: ", "   ", "longwordwithoutspaces", "\r\n", "“Yes!” "];
        var text = new StringBuilder();
        for (var i = random.Next(0, 30); i > 0; i--)
        {
            text.Append(parts[random.Next(parts.Length)]);
        }

        return text.ToString();
    }
}
