using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media.Captioning;

public sealed class Captions_move_in_time
{
    private static readonly Captions Three = new()
    {
        Cues = [new(0, 1, "a"), new(1, 3, "b c", [new(1, 2, "b"), new(2, 3, "c")]), new(4, 5, "d")],
    };

    [Fact]
    public void Later_and_earlier()
    {
        Times(CaptionTiming.Shift(Three, 2)).ShouldBe("2-3 a | 3-5 b c | 6-7 d");
        Times(CaptionTiming.Shift(Three, -1.5)).ShouldBe("0-1.5 b c | 2.5-3.5 d");
    }

    [Fact]
    public void A_piece_keeps_what_reaches_into_it()
    {
        var piece = CaptionTiming.Cut(Three, 1.5, 2.5);

        Times(piece).ShouldBe("0-1.5 b c");
        piece.Cues[0].Words.Select(word => (word.Start, word.End)).ShouldBe([(0, 0.5), (0.5, 1.5)]);
    }

    [Fact]
    public void Faster() => Times(CaptionTiming.Scale(Three, 0.5)).ShouldBe("0-0.5 a | 0.5-1.5 b c | 2-2.5 d");

    [Fact]
    public void Joined_captions_lie_in_order_and_keep_a_common_language()
    {
        var german = new Captions { Language = "de", Cues = [new(0, 1, "x", Styled: "0,Default,,0,0,0,,x")], Styling = "one" };

        var joined = CaptionTiming.Join([(german, 5), (german with { Styling = "two" }, 0)]);

        (Times(joined), joined.Language, joined.Styling, joined.Cues[0].Styled).ShouldBe(("0-1 x | 5-6 x", "de", null, null));
        CaptionTiming.Join([(german, 0), (Three, 0)]).Language.ShouldBe("");
        CaptionTiming.Join([(german, 0), (german, 1)]).Styling.ShouldBe("one");
        CaptionTiming.Join([]).Cues.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_stays_nothing() => CaptionTiming.Cut(new Captions { Cues = default }, 1, 2).Cues.ShouldBeEmpty();

    private static string Times(Captions captions) => string.Join(" | ", captions.Cues.Select(cue => FormattableString.Invariant($"{cue.Start:0.###}-{cue.End:0.###} {cue.Text}")));
}
