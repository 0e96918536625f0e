using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media.Captioning;

public sealed class Captions_are_shaped
{
    [Theory]
    [InlineData("The quick brown fox jumps over the lazy dog", 24, "The quick brown fox/jumps over the lazy dog")]
    [InlineData("Donaudampfschifffahrtsgesellschaft ist lang", 12, "Donaudampfschifffahrtsgesellschaft/ist lang")]
    [InlineData("人工智能正在改变世界，我们都在看。", 26, "人工智能正在改变世/界，我们都在看。")]
    [InlineData("他说：“你好！”然后走了。", 20, "他说：“你好！”/然后走了。")]
    [InlineData("kept\nas it is", 40, "kept/as it is")]
    [InlineData("", 10, "")]
    public void Lines_are_even_and_never_begin_with_what_closes(string text, double width, string lines) => LineBreaking.Break(text, width).Replace('\n', '/').ShouldBe(lines);

    [Fact]
    public void Cues_end_at_sentences_and_keep_within_their_lines()
    {
        var shaped = CaptionTimeNodes.Shape(Spoken("When the sun rises over the hills, birds begin to sing. We listen to them, and then we go on with what we were doing before. Nobody minds.", 0.3), maxCharacters: 32);

        shaped.Cues.Select(cue => cue.Text.Replace('\n', '/')).ShouldBe(
            ["When the sun rises over the/hills, birds begin to sing.", "We listen to them,", "and then we go on with/what we were doing before.", "Nobody minds."]);
        shaped.Cues.ShouldAllBe(cue => cue.Text.Split('\n').All(line => line.Length <= 32));
        string.Concat(shaped.Cues.SelectMany(cue => cue.Words).Select(word => word.Text)).ShouldContain("hills,birds");
    }

    [Fact]
    public void Chinese_lines_hold_sixteen_characters()
    {
        const string text = "人工智能正在改变世界的每一个角落而我们才刚刚开始理解它带来的一切可能性和挑战";
        var cues = CaptionTimeNodes.Shape(Spoken(text, 0.25, chinese: true), maxSeconds: 20).Cues;

        cues.SelectMany(cue => cue.Text.Split('\n')).ShouldAllBe(line => line.Length <= 16);
        string.Concat(cues.Select(cue => cue.Text.Replace("\n", "", StringComparison.Ordinal))).ShouldBe(text);
    }

    [Fact]
    public void A_pause_ends_a_cue_and_a_short_one_stays_to_be_read()
    {
        var captions = new Captions { Cues = [new(0, 6, "Yes. Later on", [new(0, 0.3, "Yes."), new(5, 5.5, "Later"), new(5.5, 6, "on")])] };

        var shaped = CaptionTimeNodes.Shape(captions, minSeconds: 1.5);

        shaped.Cues.Select(cue => (cue.Text, cue.Start, cue.End)).ShouldBe([("Yes.", 0, 1.5), ("Later on", 5, 6.5)]);
    }

    [Fact]
    public void A_cue_never_runs_into_the_next()
    {
        var cues = CaptionTimeNodes.Shape(Spoken("One. Two. Three. Four.", 0.2), minSeconds: 5).Cues;

        cues.Zip(cues.Skip(1)).ShouldAllBe(pair => pair.First.End <= pair.Second.Start);
    }

    [Theory]
    [InlineData("0:01 Hello\n0:02.5 World", 0, "1-2.5 Hello | 2.5-5 World")]
    [InlineData("[00:01.00]Hello\n[00:02.50]\n[00:04.00]World", 9, "1-2.5 Hello | 4-9 World")]
    [InlineData("1.5 - 3 Hello\nthere\n3 – 4,5 World", 0, "1.5-3 Hello/there | 3-4.5 World")]
    [InlineData("3 blind mice\nsee", 6, "0-4.8 3 blind mice | 4.8-6 see")]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\nx", 0, "1-2 x")]
    public void Lines_become_captions(string text, double seconds, string expected)
        => string.Join(" | ", CaptionFileNodes.FromText(text, seconds).Cues.Select(cue => FormattableString.Invariant($"{cue.Start:0.###}-{cue.End:0.###} {cue.Text.Replace('\n', '/')}"))).ShouldBe(expected);

    [Theory]
    [InlineData("Hello\n0:02 World", "The first line, 'Hello', has no time and others have; let it begin with one, such as '0:00'.")]
    [InlineData("0:05 - 0:02 World", "'World' begins at 5 s and ends at 2 s; times have to rise.")]
    [InlineData(" \n ", "The text holds no captions; write lines such as '0:02.5 Hello'.")]
    public void Lines_that_cannot_be_are_explained(string text, string sentence) => Should.Throw<NodeFailure>(() => CaptionFileNodes.FromText(text)).Message.ShouldBe(sentence);

    [Fact]
    public void Joined_captions_follow_each_other_or_lie_where_they_are_told()
    {
        Captions[] two = [new() { Cues = [new(0, 2, "a")] }, new() { Cues = [new(0.5, 1, "b")] }];

        CaptionTimeNodes.Join(two).Cues.Select(cue => cue.Start).ShouldBe([0, 2.5]);
        CaptionTimeNodes.Join(two, [1, 10]).Cues.Select(cue => cue.Start).ShouldBe([1, 10.5]);
        Should.Throw<NodeFailure>(() => CaptionTimeNodes.Join(two, [1])).Message.ShouldBe("There are 2 captions and 1 offsets; give one offset for each, or none at all.");
    }

    private static Captions Spoken(string text, double each, bool chinese = false)
    {
        var words = CaptionWords.Split(text).Select((word, i) => new CaptionWord(i * each, (i + 0.9) * each, word.Text)).ToArray();
        return new Captions { Language = chinese ? "zh" : "en", Cues = [new CaptionCue(0, words[^1].End, text, [.. words])] };
    }
}
