using MySpinBot.Nodes.Media;
using Letters = System.Text.Encoding;

namespace MySpinBot.Nodes.Tests.Media.Captioning;

public sealed class Captions_are_read
{
    [Theory]
    [InlineData("1\n00:00:01,000 --> 00:00:02,500\n<i>Hi</i> there\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}two\nlines\n")]
    [InlineData("00:00:01,000 --> 00:00:02,500\nHi <b>there</b>\n\n00:00:03,000 --> 00:00:04,000\ntwo\nlines")]
    [InlineData("7\n0:0:1.0 --> 0:0:2.5 X1:10 X2:20\nHi <font color=\"#ff0000\">there</font>\n1\n00:00:03,000 --> 00:00:04,000\ntwo\n\n\nlines\n\n\n")]
    [InlineData("2\n00:00:03,000 --> 00:00:04,000\ntwo\nlines\n\n1\n00:00:01,000 --> 00:00:02,500\nHi there\n\n3\n00:00:09,000 --> 00:00:09,000\nnever seen\n")]
    [InlineData("WEBVTT - a film\n\nNOTE not this\nnor this\n\nSTYLE\n::cue { color: red }\n\n00:01.000 --> 00:02.500 align:start position:10%\n<v Ann>Hi <c.loud>there</c>\n\nlast\n00:00:03.000 --> 00:00:04.000\ntwo\nlines")]
    [InlineData("[Script Info]\nTitle: t\n\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.50,{\\i1}Hi{\\i0} there\nComment: 0:00:01.00,0:00:02.50,no\nDialogue: 0:00:03.00,0:00:04.00,two\\Nlines")]
    public void However_they_are_written(string text)
        => Told(CaptionReading.Read(text, "'x'")).ShouldBe("1-2.5 Hi there | 3-4 two/lines");

    [Theory]
    [InlineData("1\n00:00:01,000 -> 00:00:02,000\nx", "'x', line 2: '00:00:01,000 -> 00:00:02,000' is not a cue's times; they are like '00:00:01,000 --> 00:00:02,500'.")]
    [InlineData("1\n00:00:03,000 --> 00:00:02,000\nx", "'x', line 2: the cue ends at 2 s, before it begins at 3 s; exchange the two times.")]
    [InlineData("%PDF-1.7\nx", "'x', line 1: '%PDF-1.7' stands before any cue; a cue is a number, a line '00:00:01,000 --> 00:00:02,500', and its text.")]
    [InlineData("WEBVTT\n\nname\nno time\ntext", "'x', line 4: 'no time' is not a cue's times; they are like '00:01.000 --> 00:02.500'.")]
    [InlineData("WEBVTT\n\n00:61:xx --> 3\ntext", "'x', line 4: 'text' is not a cue's times; they are like '00:01.000 --> 00:02.500'.")]
    [InlineData("[Script Info]\nTitle: t", "'x', line 2: there is no section [Events], which holds the lines that are shown; the file is cut off.")]
    [InlineData("[Script Info]\n[Events]\nFormat: Layer, Start, End, Text\nDialogue: 0,1,2", "'x', line 4: the event has 3 fields and its format names 4.")]
    [InlineData("[Script Info]\n[Events]\nFormat: Layer, Start, End, Text\nDialogue: 0,soon,0:00:02.00,hi", "'x', line 4: 'soon' and '0:00:02.00' are not both times; they are like '0:00:01.50'.")]
    [InlineData("[Script Info]\n[Events]\nFormat: Layer, Text\n", "'x', line 3: the format of the events must name Start and End and end with Text.")]
    public void What_is_wrong_is_said_with_its_line(string text, string sentence) => Should.Throw<NodeFailure>(() => CaptionReading.Read(text, "'x'")).Message.ShouldBe(sentence);

    [Fact]
    public void Letters_in_any_encoding()
    {
        const string text = "1\r\n00:00:01,000 --> 00:00:02,000\r\nGrüße – 你好\r\n";
        byte[][] files = [Letters.UTF8.GetBytes(text), [0xEF, 0xBB, 0xBF, .. Letters.UTF8.GetBytes(text)], [0xFF, 0xFE, .. Letters.Unicode.GetBytes(text)],
            [0xFE, 0xFF, .. Letters.BigEndianUnicode.GetBytes(text)], Letters.Unicode.GetBytes(text), Letters.BigEndianUnicode.GetBytes(text)];
        foreach (var file in files)
        {
            Told(CaptionReading.Read(CaptionDecoding.Decode(file), "x")).ShouldBe("1-2 Grüße – 你好");
        }

        Told(CaptionReading.Read(CaptionDecoding.Decode([.. "00:01,0 --> 00:02,0\n"u8, 0x80, 0xFC, 0x96]), "x")).ShouldBe("1-2 €ü–");
        Told(CaptionReading.Read(CaptionDecoding.Decode([.. "00:01,0 --> 00:02,0\n"u8, 0xC4, 0xE3, 0xBA, 0xC3], "gb18030"), "x")).ShouldBe("1-2 你好");
    }

    [Theory]
    [InlineData(CaptionFormat.Vtt)]
    [InlineData(CaptionFormat.Ass)]
    public void Times_of_words_come_back(CaptionFormat format)
    {
        var captions = new Captions { Cues = [new(1, 3, "One, two 你好。", [new(1, 1.5, "One,"), new(1.5, 2, "two"), new(2, 2.4, "你"), new(2.4, 3, "好。")])] };

        CaptionReading.Read(CaptionWriting.Write(captions, format), "x").Cues[0].Words.ShouldBe(captions.Cues[0].Words);
    }

    [Fact]
    public void Pauses_between_syllables_are_nobodys()
    {
        var cue = new CaptionCue(1, 3, "a b", [new(1.25, 1.5, "a"), new(2, 3, "b")]);

        CaptionReading.Read(CaptionWriting.Ass(new Captions { Cues = [cue] }), "x").Cues[0].Words.ShouldBe(cue.Words);
    }

    [Fact]
    public void A_script_keeps_its_styles_and_fields()
    {
        const string head = "[Script Info]\nTitle: t\n\n[V4+ Styles]\nStyle: Big,Arial";
        var read = CaptionReading.Read(head + "\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 2,0:00:01.00,0:00:02.00,Big,Me,1,2,3,fx,{\\pos(1,2)}a, b\n[Fonts]\nx", "x");

        (read.Styling, read.Cues[0].Styled, read.Cues[0].Text).ShouldBe((head, "2,Big,Me,1,2,3,fx,{\\pos(1,2)}a, b", "a, b"));
        CaptionReading.Read(CaptionWriting.Ass(read), "x").Cues.ShouldBe(read.Cues);
    }

    [Fact]
    public void Drawings_are_no_text() => CaptionReading.Read("[Script Info]\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,{\\p1}m 0 0 l 1 1{\\p0}sign", "x").Cues[0].Text.ShouldBe("sign");

    [Fact]
    public void Too_much_is_refused()
    {
        Should.Throw<NodeFailure>(() => CaptionReading.Read("00:01,0 --> 00:02,0\n" + new string('a', 20_001), "x")).Message.ShouldContain("at most 20000");
        Should.Throw<NodeFailure>(() => CaptionReading.Read(string.Concat(Enumerable.Repeat("0:1,0 --> 0:2,0\na\n\n", 100_001)), "x")).Message.ShouldContain("more than 100000 cues");
    }

    [Fact]
    public void Random_bytes_are_read_or_refused_with_a_sentence()
    {
        var random = new Random(3);
        string[] pieces = ["1\n", "00:00:01,000", " --> ", "00:00:02,000", "\n", "\n\n", "<i>", "{\\k20}", "WEBVTT", "[Events]\n", "Dialogue: ", "Format: ", ",", "你", "\\N", "<00:01.000>", "&amp;", "\0", "😀", "0:00:01.00"];
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(25)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                CaptionReading.Read(text, "x");
            }
            catch (NodeFailure fault)
            {
                fault.Message.ShouldEndWith(".");
            }
        }
    }

    private static string Told(Captions captions) => string.Join(" | ", captions.Cues.Select(cue => FormattableString.Invariant($"{cue.Start:0.###}-{cue.End:0.###} {cue.Text.Replace('\n', '/')}")));
}
