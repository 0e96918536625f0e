using MySpinBot.Nodes.Tts;

namespace MySpinBot.Nodes.Tests.Tts;

public sealed class Voices_are_listed : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task More_than_a_hundred_with_variants_and_a_table()
    {
        var listed = await SpeechVoicesNode.ListAsync(_call, default);

        listed.Voices.Count.ShouldBeGreaterThan(100);
        listed.Voices.ShouldBeUnique();
        listed.Voices.ShouldContain("cmn-latn-pinyin");
        listed.Voices.ShouldNotContain("cmn");
        listed.Variants.ShouldContain("+f3");
        listed.Table.ShouldContain("de                male    German\n");
        listed.Table.ShouldContain("+f3               female  female3\n");
    }

    [Fact]
    public async Task By_language()
    {
        (await SpeechVoicesNode.ListAsync(_call, default, "pt")).Voices.ShouldBe(["pt", "pt-br"]);
        (await SpeechVoicesNode.ListAsync(_call, default, "zh")).Voices.ShouldBe(["cmn-latn-pinyin", "hak", "yue"]);
    }

    [Fact]
    public async Task The_host_finds_them_as_a_speaker()
    {
        var speaker = new EspeakSpeaker(_call.Tools, TimeProvider.System);
        speaker.Voices.ShouldContain(new SpeakerVoice("cmn-latn-pinyin", "zh", "M"));

        var pieces = new List<Audio>();
        await foreach (var piece in speaker.SpeakAsync(new SpeechRequest(string.Concat(Enumerable.Repeat("One sentence after the other comes out. ", 12)), "en-us", 2), default))
        {
            pieces.Add(piece);
        }

        pieces.Count.ShouldBeGreaterThan(1);
        pieces.Sum(piece => piece.Seconds).ShouldBeInRange(8, 30);
    }
}
