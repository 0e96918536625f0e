using MySpinBot.Nodes.Tts;

namespace MySpinBot.Nodes.Tests.Tts;

/// <summary>By measurement.</summary>
public sealed class Voices_do_what_they_are_told : IDisposable
{
    private const string Sentence = "Every morning we are allowed to run along the river.";

    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("你好，世界。今天天气很好。", 10)]
    [InlineData("我们一起去北京看长城吧！", 11)]
    public async Task Mandarin_takes_the_time_of_its_syllables(string text, int syllables)
    {
        var speech = await SayAsync(text, "zh");
        var spoken = speech.Captions.Cues.Sum(cue => cue.Words.Sum(word => word.End - word.Start));

        (spoken / syllables).ShouldBeInRange(0.15, 0.35);
        speech.Captions.Cues.Sum(cue => cue.Words.Length).ShouldBe(syllables);
    }

    [Theory]
    [InlineData("妈", 0.98, 1.11, 0.96)]
    [InlineData("麻", 1.12, 1.4, 0.96)]
    [InlineData("骂", 0.7, 0.92, 0.7)]
    public async Task Mandarin_has_tones(string text, double lowest, double highest, double ofThePeak)
    {
        // End against beginning: the first tone is almost level, the second rises, the fourth falls.
        var speech = await SayAsync(text, "zh");
        var pitches = Fundamental.Of(speech.Audio.Samples, 22_050);

        (pitches[^2] / pitches[1]).ShouldBeInRange(lowest, highest);
        (pitches[^2] / pitches.Max()).ShouldBeGreaterThan(ofThePeak);
    }

    [Fact]
    public async Task Pitch_raises_the_voice()
        => (await HertzAsync(pitch: 80) / await HertzAsync(pitch: 20)).ShouldBeGreaterThan(1.4);

    [Fact]
    public async Task Range_widens_the_melody()
    {
        var (flat, lively) = (Spread(await SayAsync(Sentence, range: 0)), Spread(await SayAsync(Sentence, range: 99)));

        flat.ShouldBeLessThan(lively * 0.5);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public async Task Rate_is_speed(int rate)
    {
        var (usual, other) = ((await SayAsync(Sentence)).Captions.Cues[0], (await SayAsync(Sentence, rate: rate)).Captions.Cues[0]);

        ((usual.End - usual.Start) / (other.End - other.Start)).ShouldBe(rate / 165.0, rate / 165.0 * 0.2);
    }

    [Fact]
    public async Task A_word_gap_lies_between_all_words()
    {
        var (close, apart) = (await SayAsync(Sentence), await SayAsync(Sentence, wordGap: 0.2));

        (apart.Audio.Seconds - close.Audio.Seconds).ShouldBe(9 * 0.2, 0.5);
    }

    [Fact]
    public async Task A_variant_is_another_voice()
        => (await HertzAsync(voice: "en-us+f3") / await HertzAsync(voice: "en-us+m3")).ShouldBeGreaterThan(1.3);

    [Fact]
    public async Task Words_are_the_text_in_order_and_within_the_sound()
    {
        const string text = "Dr. Smith's dog — 3 years old — barked: \"Woof!\" Then (at last) it slept.\n\n你好，“世界”！";
        var speech = await SayAsync(text);
        var words = speech.Captions.Cues.SelectMany(cue => cue.Words).ToArray();

        string.Concat(words.Select(word => word.Text)).ShouldBe(string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))));
        speech.Captions.Cues.Select(cue => cue.Text).ShouldBe(["Dr. Smith's dog — 3 years old — barked: \"Woof!\"", "Then (at last) it slept.", "你好，“世界”！"]);
        words.Zip(words.Skip(1)).ShouldAllBe(pair => pair.First.Start <= pair.First.End && pair.First.End <= pair.Second.Start + 1e-9);
        words[^1].End.ShouldBeLessThanOrEqualTo(speech.Audio.Seconds);
    }

    [Fact]
    public async Task Every_word_sounds_while_it_is_said_to()
    {
        var speech = await SayAsync("Seven large wooden ships are leaving our harbour. We are waving.");
        foreach (var word in speech.Captions.Cues.SelectMany(cue => cue.Words))
        {
            Samples.Energy(speech.Audio.Samples[(int)(word.Start * 22_050)..(int)(word.End * 22_050)]).ShouldBeGreaterThan(0.01, word.Text);
        }
    }

    [Fact]
    public async Task A_long_text_is_spoken_whole_and_says_how_far_it_is()
    {
        var text = string.Join(' ', Enumerable.Range(1, 60).Select(i => $"Sentence number {i} goes by."));
        var speech = await SayAsync(text, rate: 450);

        speech.Captions.Cues.Length.ShouldBe(60);
        speech.Captions.Cues[^1].End.ShouldBe(speech.Audio.Seconds, 1);
        _call.ProgressDone.Count.ShouldBeGreaterThan(4);
        _call.ProgressDone[^1].ShouldBe(1);
        _call.ProgressDone.ShouldBeInOrder();
    }

    private static double Spread(SpeechResult speech)
    {
        var pitches = Fundamental.Of(speech.Audio.Samples, 22_050).Order().ToArray();
        return Math.Log2(pitches[pitches.Length * 9 / 10] / pitches[pitches.Length / 10]);
    }

    private async Task<double> HertzAsync(string voice = "en-us", int pitch = 50) => Fundamental.Median(Fundamental.Of((await SayAsync(Sentence, voice, pitch: pitch)).Audio.Samples, 22_050));

    private Task<SpeechResult> SayAsync(string text, string voice = "en-us", int rate = 165, int pitch = 50, int range = 50, double wordGap = 0)
        => TextToSpeechNode.SpeakAsync(text, _call, default, voice, rate, pitch, range: range, wordGap: wordGap);
}
