using System.Net;
using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Sdk;
using MySpinBot.Server.Tests.Rest;

namespace MySpinBot.Server.Tests.Previews;

public sealed class Previews_are_made
{
    [Theory]
    [InlineData("", "image/webp", 320, 160)]
    [InlineData("width=100", "image/webp", 100, 50)]
    [InlineData("height=20&format=jpeg", "image/jpeg", 40, 20)]
    [InlineData("width=64&height=64&format=png&kind=image", "image/png", 64, 32)]
    [InlineData("width=2048&height=2048", "image/webp", 800, 400)]
    public async Task Of_pictures(string query, string type, int width, int height)
    {
        await using var server = await StartAsync();
        var id = Media.Keep(server.Folders, Media.Picture(800, 400));
        using var answer = await server.GetAsync($"/api/v1/artifacts/{id}/preview?{query}");
        var image = await ImageAsync(answer);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (image.Width, image.Height).ShouldBe((width, height));
        (Media.Colour(image, 0.25), Media.Colour(image, 0.75)).ShouldBe(("r", "b"));
        answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
    }

    [Fact]
    public async Task Of_films_and_of_sound()
    {
        await using var server = await StartAsync();
        await Media.FilmAsync(Path.Join(server.Folders.Output, "clips", "a.mp4"));
        await Media.SoundAsync(Path.Join(server.Folders.Input, "a.flac"));

        var poster = await ImageAsync(await server.GetAsync("/api/v1/files/preview?folder=output&path=clips/a.mp4&width=160&height=160"));
        (poster.Width, poster.Height, Media.Colour(poster, 0.5)).ShouldBe((160, 90, "r"));

        var strip = await ImageAsync(await server.GetAsync("/api/v1/files/preview?folder=output&path=clips/a.mp4&kind=strip&frames=4&width=80"));
        (strip.Width, strip.Height).ShouldBe((320, 45));
        string.Concat(Enumerable.Range(0, 4).Select(frame => Media.Colour(strip, (frame + 0.5) / 4))).ShouldBe("rrbb");

        // Each second is shown by its middle, and none by its neighbour's.
        await Media.MakeAsync(Path.Join(server.Folders.Output, "early.mp4"), "-f", "lavfi", "-i", "color=red:size=320x180:rate=10:duration=0.7", "-f", "lavfi", "-i", "color=blue:size=320x180:rate=10:duration=2.5", "-f", "lavfi", "-i", "color=red:size=320x180:rate=10:duration=0.8", "-filter_complex", "concat=n=3", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        strip = await ImageAsync(await server.GetAsync("/api/v1/files/preview?folder=output&path=early.mp4&kind=strip&frames=4&width=80"));
        string.Concat(Enumerable.Range(0, 4).Select(frame => Media.Colour(strip, (frame + 0.5) / 4))).ShouldBe("rbbr");

        await Media.FilmAsync(Path.Join(server.Folders.Output, "long.mkv"), 40);
        strip = await ImageAsync(await server.GetAsync("/api/v1/files/preview?folder=output&path=long.mkv&kind=strip&frames=4&width=80&format=jpeg"));
        string.Concat(Enumerable.Range(0, 4).Select(frame => Media.Colour(strip, (frame + 0.5) / 4))).ShouldBe("rrbb");

        using var drawn = await server.GetAsync("/api/v1/files/preview?folder=input&path=a.flac&width=200&height=50&format=png");
        var waves = ImageCodec.Decode(await drawn.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        (waves.Image.Width, waves.Image.Height).ShouldBe((200, 50));
        Ink(waves, 50).ShouldBeGreaterThan(4 * Ink(waves, 150), "The first half sounds, the second is silent.");

        var peaks = await RestServer.JsonAsync(server.GetAsync("/api/v1/files/preview?folder=input&path=a.flac&kind=peaks&peaks=100"));
        peaks.GetProperty("seconds").GetDouble().ShouldBe(2, 0.01);
        Numbers(peaks, "max").Length.ShouldBe(100);
        Numbers(peaks, "max")[25].ShouldBeInRange(0.1, 0.2); // ffmpeg's sine is an eighth of full scale
        Numbers(peaks, "min")[25].ShouldBe(-Numbers(peaks, "max")[25], 0.01);
        Numbers(peaks, "max")[75].ShouldBe(0, 0.001);
    }

    [Fact]
    public async Task Once_and_are_kept()
    {
        using var tools = new TemporaryFolder();
        var log = Counting(tools);
        await using var server = await StartAsync(tools.Path);
        var id = Media.Keep(server.Folders, await File.ReadAllBytesAsync(await Media.SoundAsync(tools.Sub("a.flac")), TestContext.Current.CancellationToken));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.GetAsync($"/api/v1/artifacts/{id}/preview?width=50")));
        var bytes = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        bytes.ShouldAllBe(each => each.SequenceEqual(bytes[0]));
        File.ReadAllLines(log).Length.ShouldBe(1, "Equal wishes are one piece of work.");

        using var again = await server.GetAsync($"/api/v1/artifacts/{id}/preview?width=50");
        (await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(bytes[0]);
        File.ReadAllLines(log).Length.ShouldBe(1, "It was kept.");
        using var known = await server.GetAsync($"/api/v1/artifacts/{id}/preview?width=50", ("If-None-Match", again.Headers.ETag!.ToString()));
        known.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var head = await server.SendAsync(HttpMethod.Head, $"/api/v1/artifacts/{id}/preview?width=50", null);
        head.Content.Headers.ContentLength.ShouldBe(bytes[0].Length);
        using var part = await server.GetAsync($"/api/v1/artifacts/{id}/preview?width=50", ("Range", "bytes=4-7"));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(bytes[0][4..8]);
    }

    [Fact]
    public async Task Anew_of_a_file_that_has_changed()
    {
        await using var server = await StartAsync();
        var path = Path.Join(server.Folders.Input, "a.png");
        await File.WriteAllBytesAsync(path, Media.Picture(80, 40), TestContext.Current.CancellationToken);
        using var first = await server.GetAsync("/api/v1/files/preview?folder=input&path=a.png");
        await File.WriteAllBytesAsync(path, Media.Picture(40, 80), TestContext.Current.CancellationToken);
        using var second = await server.GetAsync("/api/v1/files/preview?folder=input&path=a.png", ("If-None-Match", first.Headers.ETag!.ToString()));
        (await ImageAsync(second)).Height.ShouldBe(80);
        second.Headers.CacheControl!.NoCache.ShouldBeTrue();
    }

    [Fact]
    public async Task And_do_not_grow_beyond_their_bound()
    {
        await using var server = await StartAsync(change: options => options with { Previews = new PreviewOptions { KeptBytes = 20_000 } });
        var id = Media.Keep(server.Folders, Media.Picture(400, 400));
        for (var width = 300; width < 330; width++)
        {
            (await server.GetAsync($"/api/v1/artifacts/{id}/preview?format=png&width={width}&height=330")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var kept = new DirectoryInfo(Path.Join(server.Options.DataFolder, "previews")).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
        kept.Sum(file => file.Length).ShouldBeLessThanOrEqualTo(20_000);
        kept.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("kind=picture", "Did you mean")]
    [InlineData("width=0", "from 1 to 2048")]
    [InlineData("width=1000&kind=strip", "at most 640")]
    [InlineData("format=json", "webp, jpeg or png")]
    [InlineData("kind=peaks&format=png", "json where peaks")]
    [InlineData("quality=101", "from 1 to 100")]
    [InlineData("size=4", "no parameter")]
    public async Task As_they_may_be_wished_for(string query, string sentence)
    {
        await using var server = await StartAsync();
        var refusal = await RestServer.JsonAsync(server.GetAsync($"/api/v1/artifacts/{new string('a', 64)}/preview?{query}"), HttpStatusCode.BadRequest);
        refusal.GetProperty("detail").GetString()!.ShouldContain(sentence == "Did you mean" ? "one of image" : sentence);
    }

    [Fact]
    public async Task Of_what_a_file_has()
    {
        await using var server = await StartAsync();
        var id = Media.Keep(server.Folders, Media.Picture(8, 8));
        foreach (var kind in (string[])["strip", "poster", "waveform"])
        {
            var refusal = await RestServer.JsonAsync(server.GetAsync($"/api/v1/artifacts/{id}/preview?kind={kind}"), HttpStatusCode.UnprocessableEntity);
            refusal.GetProperty("detail").GetString().ShouldBe("The file is a picture that neither moves nor sounds; ask for kind=image.");
        }
    }

    [Fact]
    public async Task But_not_where_there_is_nobody_to_make_them()
    {
        await using var server = await RestServer.StartAsync();
        var id = Media.Keep(server.Folders, Media.Picture(8, 8));
        (await RestServer.JsonAsync(server.GetAsync($"/api/v1/artifacts/{id}/preview"), HttpStatusCode.ServiceUnavailable)).GetProperty("code").GetString().ShouldBe("no_previewer");
        (await RestServer.JsonAsync(server.GetAsync($"/api/v1/artifacts/{new string('b', 64)}/preview"), HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("no_such_artifact");
        (await RestServer.JsonAsync(server.GetAsync("/api/v1/files/preview?folder=input&path=../data/jobs.db"), HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("path_not_allowed");
    }

    internal static Task<RestServer> StartAsync(string? tools = null, Func<ServerOptions, ServerOptions>? change = null)
        => RestServer.StartAsync(told: options => (change ?? (same => same))(options with { Previewer = Media.Previewer(tools) }));

    // ffmpeg as it is, but for a line in a log for each time that it is called.
    private static string Counting(TemporaryFolder tools)
    {
        var log = tools.Sub("calls");
        var script = tools.Write("ffmpeg", $"#!/bin/sh\necho called >> {log}\nPATH=/usr/local/bin:/usr/bin:/bin exec ffmpeg \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return log;
    }

    private static float Ink(DecodedImage waves, int column) => Enumerable.Range(0, waves.Image.Height).Sum(row => waves.Alpha!.Values[(row * waves.Image.Width) + column]);

    private static double[] Numbers(JsonElement told, string name) => [.. told.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    private static async Task<Image> ImageAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, System.Text.Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 500)]));
        return ImageCodec.Decode(bytes).Image;
    }
}
