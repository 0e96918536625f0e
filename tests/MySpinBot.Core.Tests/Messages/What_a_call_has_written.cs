using MySpinBot.Core.Messages;

namespace MySpinBot.Core.Tests.Messages;

public sealed class What_a_call_has_written
{
    [Fact]
    public void Pieces_that_go_on_are_one_text()
    {
        var text = new TextSoFar(100);

        text.Add(0, "Once ").ShouldBeTrue();
        text.Add(5, "upon").ShouldBeTrue();

        text.ToString().ShouldBe("Once upon");
        (text.Start, text.End).ShouldBe((0, 9));
        text.From(5).ShouldBe("upon");
        text.From(50).ShouldBeEmpty();
    }

    [Fact]
    public void What_begins_again_takes_the_place_of_what_was()
    {
        var text = new TextSoFar(100);
        text.Add(0, "Once upon");

        text.Add(5, "more").ShouldBeFalse();
        text.ToString().ShouldBe("Once more");

        text.Add(0, "Twice").ShouldBeFalse();
        (text.ToString(), text.End).ShouldBe(("Twice", 5));
    }

    [Fact]
    public void After_a_gap_only_what_comes_behind_it_is_known()
    {
        var text = new TextSoFar(100);
        text.Add(0, "Once");

        text.Add(20, "a time").ShouldBeFalse();

        (text.ToString(), text.Start, text.End).ShouldBe(("a time", 20, 26));
        text.From(0).ShouldBe("a time");
    }

    [Fact]
    public void Of_a_long_one_the_end_is_kept_and_no_character_is_halved()
    {
        var text = new TextSoFar(64);
        for (var piece = 0; piece < 500; piece++)
        {
            text.Add(2 * piece, "😀");
        }

        text.Length.ShouldBeInRange(48, 64);
        text.End.ShouldBe(1000);
        text.ToString().ShouldBe(string.Concat(Enumerable.Repeat("😀", text.Length / 2)));
    }
}
