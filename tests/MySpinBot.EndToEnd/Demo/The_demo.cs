using System.Text.Json;

namespace MySpinBot.EndToEnd.Demo;

/// <summary>The main job, once from nothing, and then again and again on what it left.</summary>
public sealed class The_demo(The_demo.Made made) : IClassFixture<The_demo.Made>
{
    [Fact]
    public async Task Is_a_film_that_every_player_plays()
    {
        var film = await DemoFilm.ProbeAsync(made.Place, made.Film);

        DemoFilm.Text(film.Picture, "codec_name").ShouldBe("h264");
        DemoFilm.Text(film.Sound, "codec_name").ShouldBe("aac");
        DemoFilm.Text(film.Picture, "width").ShouldBe("1280");
        DemoFilm.Text(film.Picture, "height").ShouldBe("720");
        DemoFilm.Text(film.Picture, "avg_frame_rate").ShouldBe("25/1");
        DemoFilm.Text(film.Picture, "pix_fmt").ShouldBe("yuv420p");
        Math.Abs(film.PictureSeconds - film.SoundSeconds).ShouldBeLessThanOrEqualTo(0.040);
        film.PictureSeconds.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Carries_the_graph_that_made_it()
    {
        var film = await DemoFilm.ProbeAsync(made.Place, made.Film);

        var graph = film.Texts.First(text => text.Contains("class_type", StringComparison.Ordinal));
        JsonElement.Parse(graph).ValueKind.ShouldBe(JsonValueKind.Object);
        graph.ShouldContain("SaveVideo");
    }

    [Fact]
    public void Tells_at_least_six_sentences_each_spoken_once()
    {
        DemoScript.SentencesInAll.ShouldBeGreaterThanOrEqualTo(6);
        made.SpokenAtFirst.ShouldBe(DemoScript.SentencesInAll * DemoScript.TimesASentence);
    }

    [Fact]
    public async Task Has_captions_beside_it_that_say_what_is_said()
    {
        var captions = await File.ReadAllTextAsync(Path.Combine(made.Place.Out, "demo.srt"));

        foreach (var sentence in made.Script.Sentences)
        {
            captions.ReplaceLineEndings(" ").ShouldContain(sentence);
        }

        captions.ShouldContain("中文");
    }

    [Fact]
    public async Task Reuses_everything_the_second_time()
    {
        var spoken = made.Speech.Times;

        var ended = await made.Place.RunAsync("demo", "--json");

        ended.ExitCode.ShouldBe(0, ended.All);
        var last = Workplace.Events(ended.Output)[^1];
        last.GetProperty("ran").GetInt32().ShouldBe(0);
        last.GetProperty("reused").GetInt32().ShouldBeGreaterThan(0);
        made.Speech.Times.ShouldBe(spoken);
        File.Exists(made.Film).ShouldBeTrue();
    }

    [Fact]
    public async Task Puts_a_film_back_that_was_deleted()
    {
        var bytes = await File.ReadAllBytesAsync(made.Film);
        File.Delete(made.Film);

        var ended = await made.Place.RunAsync("demo", "--json");

        ended.ExitCode.ShouldBe(0, ended.All);
        Workplace.Events(ended.Output)[^1].GetProperty("ran").GetInt32().ShouldBe(0);
        (await File.ReadAllBytesAsync(made.Film)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Speaks_only_the_sentence_that_changed()
    {
        var spoken = made.Speech.Times;

        var ended = await made.Place.RunAsync("demo", "--out", "changed", "--json", "--set", made.Script.WithAnotherSentence(2));

        ended.ExitCode.ShouldBe(0, ended.All);
        (made.Speech.Times - spoken).ShouldBe(DemoScript.TimesASentence);
        var film = await DemoFilm.ProbeAsync(made.Place, Path.Combine(made.Place.Folder, "changed", "demo.mp4"));
        Math.Abs(film.PictureSeconds - film.SoundSeconds).ShouldBeLessThanOrEqualTo(0.040);
        film.PictureSeconds.ShouldBeGreaterThan((await DemoFilm.ProbeAsync(made.Place, made.Film)).PictureSeconds);
    }

    [Fact]
    public async Task Can_say_why_something_ran()
    {
        (await made.Place.RunAsync("demo", "--out", "why", "--set", made.Script.WithAnotherSentence(4))).ExitCode.ShouldBe(0);

        var ended = await made.Place.RunAsync("cache", "why", made.Script.Path.Split('.')[0]);

        ended.ExitCode.ShouldBe(0, ended.All);
        ended.Output.ShouldContain("changed from");
    }

    /// <summary>The demo, made once.</summary>
    public sealed class Made : IAsyncLifetime
    {
        public Workplace Place { get; } = new();

        public Witness Speech { get; private set; } = null!;

        internal DemoScript Script { get; } = DemoScript.Read();

        public int SpokenAtFirst { get; private set; }

        public string Film => Path.Combine(Place.Out, "demo.mp4");

        public async ValueTask InitializeAsync()
        {
            Speech = Witness.Of("espeak-ng", "--stdout", Place);
            var ended = await Place.RunAsync("demo");
            ended.ExitCode.ShouldBe(0, ended.All);
            ended.Output.ShouldContain("demo.mp4");
            SpokenAtFirst = Speech.Times;
        }

        public ValueTask DisposeAsync()
        {
            Place.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
