using System.Collections.Immutable;
using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media.Captioning;

public sealed class Captions_are_written
{
    private static readonly Captions TwoCues = new()
    {
        Language = "en",
        Cues =
        [
            new CaptionCue(0.5, 2, "Hello <you> & me", [new CaptionWord(0.5, 0.9, "Hello"), new CaptionWord(1, 1.2, "<you>"), new CaptionWord(1.2, 1.3, "&"), new CaptionWord(1.5, 2, "me")]),
            new CaptionCue(3661.0604, 3662.9996, "{\\an8}up\n\nthere"),
        ],
    };

    [Fact]
    public void As_srt() => CaptionWriting.Srt(TwoCues).ShouldBe("""
        1
        00:00:00,500 --> 00:00:02,000
        Hello <you> & me

        2
        01:01:01,060 --> 01:01:03,000
        {\an8}up
        there


        """);

    [Fact]
    public void As_web_vtt_with_the_times_of_words() => CaptionWriting.WebVtt(TwoCues).ShouldBe("""
        WEBVTT
        Kind: captions
        Language: en

        00:00:00.500 --> 00:00:02.000
        Hello <00:00:01.000>&lt;you&gt; <00:00:01.200>&amp; <00:00:01.500>me

        01:01:01.060 --> 01:01:03.000
        {\an8}up
        there

        """);

    [Fact]
    public void As_ass_with_syllables() => CaptionWriting.Ass(TwoCues)[CaptionWriting.Ass(TwoCues).IndexOf("[Events]", StringComparison.Ordinal)..].ShouldBe("""
        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
        Dialogue: 0,0:00:00.50,0:00:02.00,Default,,0,0,0,,{\k40}Hello {\k10}{\k20}<you> {\k10}& {\k20}{\k50}me
        Dialogue: 0,1:01:01.06,1:01:03.00,Default,,0,0,0,,\{
        """ + "\\\u2060an8\\}up\\N\\Nthere\n");

    [Fact]
    public void What_came_from_a_script_goes_back_as_it_stood()
    {
        var captions = new Captions { Styling = "[Script Info]\nTitle: x\n\n[V4+ Styles]\nStyle: Big,Arial", Cues = [new CaptionCue(1, 2, "hi", Styled: "3,Big,me,1,2,3,,{\\i1}hi")] };

        CaptionWriting.Ass(captions).ShouldBe("""
            [Script Info]
            Title: x

            [V4+ Styles]
            Style: Big,Arial

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
            Dialogue: 3,0:00:01.00,0:00:02.00,Big,me,1,2,3,,{\i1}hi

            """);
    }

    [Fact]
    public void Nothing_is_a_file_without_cues()
    {
        CaptionWriting.Srt(new Captions()).ShouldBe("");
        CaptionWriting.WebVtt(new Captions { Cues = default }).ShouldBe("WEBVTT\n");
    }

    [Fact]
    public void Cues_stand_in_the_order_of_their_beginnings()
        => CaptionWriting.Srt(new Captions { Cues = [new(2, 3, "b"), new(1, 4, "a")] }).ShouldStartWith("1\n00:00:01,000 --> 00:00:04,000\na");
}
