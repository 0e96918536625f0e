using MySpinBot.Nodes.Tts;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests.Tts;

public sealed class Speaking : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task A_sentence_is_heard()
    {
        var speech = await SayAsync("Good morning, and welcome.");

        (speech.Batch, speech.Channels, speech.SampleRate).ShouldBe((1, 1, 22_050));
        speech.Seconds.ShouldBeInRange(1, 4);
        Samples.Energy(speech.Samples).ShouldBeGreaterThan(0.02);
    }

    [Fact]
    public async Task The_same_sentence_sounds_the_same() => (await SayAsync("Once more.")).Samples.ToArray().ShouldBe((await SayAsync("Once more.")).Samples.ToArray());

    [Fact]
    public async Task Fast_speech_is_shorter_than_slow()
        => (await SayAsync("One two three four five six.", rate: 300)).Seconds.ShouldBeLessThan((await SayAsync("One two three four five six.", rate: 100)).Seconds * 0.6);

    [Fact]
    public async Task Half_the_volume_is_half_the_energy()
        => Samples.Energy((await SayAsync("Louder", volume: 50)).Samples).ShouldBe(Samples.Energy((await SayAsync("Louder")).Samples) / 2, 0.01);

    [Fact]
    public async Task A_pause_follows_the_words()
    {
        var (plain, paused) = (await SayAsync("Wait."), await SayAsync("Wait.", pause: 0.5));

        paused.SampleCount.ShouldBe(plain.SampleCount + 11_025);
        Samples.Energy(paused.Samples[plain.SampleCount..]).ShouldBe(0);
    }

    [Theory]
    [InlineData("cmn")]
    [InlineData("zh")]
    [InlineData("cmn-latn-pinyin")]
    public async Task Mandarin_is_spoken_and_not_spelt(string voice)
    {
        const string greeting = "你好，世界。今天天气很好。";
        var (hanzi, pinyin) = (await SayAsync(greeting, voice), await SayAsync("ni3 hao3, shi4jie4. jin1tian1 tian1qi4 hen3 hao3.", "cmn-latn-pinyin"));

        // Spelt by an English voice, eleven characters take three times as long.
        var spelt = await SayAsync(greeting, "en-us", voices: "one");
        hanzi.Seconds.ShouldBe(pinyin.Seconds, pinyin.Seconds * 0.25);
        hanzi.Seconds.ShouldBeLessThan(spelt.Seconds * 0.75);
        Samples.Energy(hanzi.Samples).ShouldBeGreaterThan(0.02);
    }

    [Fact]
    public async Task A_voice_that_is_not_there_is_named()
        => (await Should.ThrowAsync<NodeFailure>(() => SayAsync("Hello", "tlh-kronos"))).Message
            .ShouldBe("espeak-ng ended with code 1: it has no voice 'tlh-kronos'; the node SpeechVoices lists those that there are.");

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("-w/tmp/x")]
    [InlineData("")]
    public async Task A_voice_is_neither_a_path_nor_an_option(string voice)
        => (await Should.ThrowAsync<NodeFailure>(() => SayAsync("Hello", voice))).Message.ShouldStartWith($"'{voice}' cannot be the name of a voice");

    [Theory]
    [InlineData(" \n ")]
    [InlineData("\0\u0001")]
    public async Task Nothing_is_not_spoken(string text) => (await Should.ThrowAsync<NodeFailure>(() => SayAsync(text))).Message.ShouldBe("The text to be spoken is empty; give it words.");

    [Fact]
    public async Task Options_in_a_text_are_words() => (await SayAsync("--version -w /tmp/never.wav; $(reboot) `reboot`")).Seconds.ShouldBeGreaterThan(2);

    [Fact]
    public async Task Too_long_a_text_is_refused() => (await Should.ThrowAsync<NodeFailure>(() => SayAsync(new string('a', 20_001)))).Message.ShouldContain("at most 20000");

    [Fact]
    public async Task Cancelling_ends_espeak()
    {
        var words = string.Join(' ', Enumerable.Repeat("several long words", 1000));
        var speaking = TextToSpeechNode.SpeakAsync(words, _call, _call.Cancellation, rate: 80);
        _call.Cancel();

        await Should.ThrowAsync<OperationCanceledException>(() => speaking);
        Children.Named("espeak-ng", "-s\080\0").ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_listed_voice_of_a_language_speaks()
    {
        foreach (var voice in (await SpeechVoicesNode.ListAsync(_call, default, "cmn")).Voices)
        {
            (await SayAsync("你好", voice)).Seconds.ShouldBeLessThan(3);
        }

        (await SpeechVoicesNode.ListAsync(_call, default)).Voices.ShouldContain("en-us");
    }

    [Fact]
    public async Task A_language_without_a_voice_is_named()
        => (await Should.ThrowAsync<NodeFailure>(() => SpeechVoicesNode.ListAsync(_call, default, "xx"))).Message.ShouldBe("There is no voice for the language 'xx'; leave it empty to see all.");

    private async Task<Audio> SayAsync(string text, string voice = "en-us", int rate = 165, int volume = 100, double pause = 0, string voices = "auto")
        => (await TextToSpeechNode.SpeakAsync(text, _call, default, voice, rate, volume: volume, pause: pause, voices: voices)).Audio;
}
