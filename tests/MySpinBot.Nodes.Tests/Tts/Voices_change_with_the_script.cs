using MySpinBot.Nodes.Tts;

namespace MySpinBot.Nodes.Tests.Tts;

public sealed class Voices_change_with_the_script : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("Hello, 你好！ Bye.", "en-us", "auto", "en-us[Hello, ] cmn-latn-pinyin[你好！ ] en-us[Bye.]")]
    [InlineData("我喜欢 Python 3，你呢？", "cmn", "auto", "cmn-latn-pinyin[我喜欢 ] en-us[Python 3，] cmn-latn-pinyin[你呢？]")]
    [InlineData("跑了5 km，重3.5kg。", "zh", "auto", "cmn-latn-pinyin[跑了5 km，重3.5kg。]")]
    [InlineData("ni3 hao3", "zh", "auto", "cmn-latn-pinyin[ni3 hao3]")]
    [InlineData("她说 ni3hao3 的", "zh", "auto", "cmn-latn-pinyin[她说 ni3hao3 的]")]
    [InlineData("Say (привет) or γειά or שלום or 안녕.", "de+f2", "auto", "de+f2[Say ] ru+f2[(привет) ] de+f2[or ] el+f2[γειά ] de+f2[or ] he+f2[שלום ] de+f2[or ] ko+f2[안녕.]")]
    [InlineData("你好 мир", "en-us", "zh=yue, ru=uk+m2", "yue[你好 ] uk+m2[мир]")]
    [InlineData("你好 мир", "en-us", "{\"han\": \"yue\"}", "yue[你好 ] ru[мир]")]
    [InlineData("Hello, 你好", "en-us", "one", "en-us[Hello, 你好]")]
    [InlineData("123 … 456", "ru", "auto", "ru[123 … 456]")]
    [InlineData("naïve café 100 € – ok", "fr-fr", "auto", "fr-fr[naïve café 100 € – ok]")]
    public void Where_it_changes(string text, string voice, string voices, string expected)
        => string.Join(' ', ScriptRuns.Split(text, ScriptVoices.Parse(voice, voices)).Select(run => $"{run.Voice}[{text.Substring(run.Place, run.Length)}]")).ShouldBe(expected);

    [Theory]
    [InlineData("zh:yue", "'zh:yue' is not a pair such as 'zh=yue'; give pairs, or 'auto', or 'one'.")]
    [InlineData("1=yue", "'1' is neither a script nor a language; they are like 'han' or 'zh', 'cyrillic' or 'ru'.")]
    [InlineData("{\"zh\": 3}", "'voices' is not a JSON object of texts; it is like {\"zh\": \"yue\", \"ru\": \"uk\"}.")]
    [InlineData("zh=../x", "'../x' cannot be the name of a voice; names are like 'en-us', 'de' or 'en-us+f3', and the node SpeechVoices lists them.")]
    public void A_choice_that_cannot_be_understood_is_explained(string voices, string sentence)
    {
        var fault = Should.Throw<NodeFailure>(() => ScriptVoices.Parse("en-us", voices));

        (fault.Message, fault.Input).ShouldBe((sentence, "voices"));
    }

    [Fact]
    public async Task Both_voices_are_heard_equally_loud_with_a_small_gap()
    {
        var speech = await TextToSpeechNode.SpeakAsync("Our new engine can say 人工智能正在改变世界 without any trouble.", _call, default);
        var words = speech.Captions.Cues.ShouldHaveSingleItem().Words;
        var (first, last) = (words.First(word => word.Text == "人"), words.First(word => word.Text == "界"));
        var (english, chinese) = (Energy(speech.Audio, words[0].Start, words.First(word => word.Text == "say").End), Energy(speech.Audio, first.Start, last.End));

        words.Length.ShouldBe(18);
        (20 * Math.Log10(chinese / english)).ShouldBeInRange(-3, 3);
        (first.Start - words.First(word => word.Text == "say").End).ShouldBeInRange(0, 0.3);
        (words.First(word => word.Text == "without").Start - last.End).ShouldBeInRange(0, 0.3);
    }

    [Theory]
    [InlineData("2024", '年', "二零二四")]
    [InlineData("2024", '个', "2024")]
    [InlineData("25%", '\0', "百分之25")]
    [InlineData("-5°C", '\0', "负5摄氏度")]
    [InlineData("3.5km", '\0', "3.5公里")]
    [InlineData("12.5", '年', "12.5")]
    [InlineData("1,23", '年', "123")]
    [InlineData("２０２４", '年', "二零二四")]
    [InlineData("120 km/h", '\0', "120公里每小时")]
    [InlineData("¥1,200", '\0', "1200元")]
    [InlineData("14:05", '\0', "14点零5分")]
    [InlineData("14:30", '\0', "14点30分")]
    [InlineData("8:00", '\0', "8点整")]
    [InlineData("13800138000", '\0', "一三八零零一三八零零零")]
    [InlineData("3,", '\0', "3,")]
    [InlineData("好", '\0', "好")]
    public void Numbers_in_chinese_are_read_in_chinese(string word, char next, string spoken) => ChineseReading.Spoken(word, next).ShouldBe(spoken);

    [Fact]
    public async Task A_unit_in_chinese_sounds_as_if_it_were_written_out()
    {
        var (sign, written) = (await TextToSpeechNode.SpeakAsync("我跑了5km。", _call, default, "zh"), await TextToSpeechNode.SpeakAsync("我跑了5公里。", _call, default, "zh"));

        sign.Audio.Samples.ToArray().ShouldBe(written.Audio.Samples.ToArray());
        sign.Captions.Cues[0].Words.Select(word => word.Text).ShouldBe(["我", "跑", "了", "5km。"]);
    }

    [Theory]
    [InlineData("ja", "こんにちは、みなさん。")]
    [InlineData("ko", "안녕하세요, 여러분.")]
    [InlineData("ar", "مرحبا بكم.")]
    [InlineData("hi", "नमस्ते दुनिया।")]
    [InlineData("th", "สวัสดีครับ")]
    [InlineData("yue", "你好世界。")]
    [InlineData("ka", "გამარჯობა")]
    public async Task Any_script_is_spoken_under_an_english_voice(string voice, string text)
    {
        var (byItself, mixed) = (await TextToSpeechNode.SpeakAsync(text, _call, default, voice), await TextToSpeechNode.SpeakAsync(text, _call, default, "en-us", voices: voice == "yue" ? "zh=yue" : "auto"));

        mixed.Audio.Samples.ToArray().ShouldBe(byItself.Audio.Samples.ToArray());
        Samples.Energy(mixed.Audio.Samples).ShouldBeGreaterThan(0.02);
        string.Concat(mixed.Captions.Cues.SelectMany(cue => cue.Words).Select(word => word.Text)).ShouldBe(text.Replace(" ", "", StringComparison.Ordinal));
    }

    private static double Energy(Audio audio, double start, double end) => Samples.Energy(audio.Samples[(int)(start * audio.SampleRate)..(int)(end * audio.SampleRate)]);
}
