using System.Net;
using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.Files;

public sealed class Pictures_to_look_at
{
    [Theory]
    [InlineData("preview=webp;90", "image/webp", true)]
    [InlineData("preview=webp", "image/webp", true)]
    [InlineData("preview=jpeg;50", "image/jpeg", false)]
    [InlineData("preview=jpeg;50&channel=rgba", "image/webp", true)]
    [InlineData("preview=webp;80&channel=rgb", "image/webp", false)]
    [InlineData("preview=gif;9999", "image/webp", true)]
    [InlineData("preview=", "image/webp", true)]
    [InlineData("preview=jpeg;0", "image/jpeg", false)]
    [InlineData("preview=webp;-1", "image/webp", true)]
    [InlineData("channel=rgb", "image/png", false)]
    [InlineData("channel=a", "image/png", true)]
    [InlineData("channel=rgba", "image/png", true)]
    [InlineData("channel=x", "image/png", true)]
    public async Task Come_as_they_are_wanted(string query, string type, bool hasAlpha)
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/output/a.png", Picture(8, 6, 0.5f));
        using var answer = await served.Client.GetAsync($"/view?filename=a.png&{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        var decoded = ImageCodec.Decode(await answer.Content.ReadAsByteArrayAsync());
        (decoded.Image.Width, decoded.Image.Height).ShouldBe((8, 6));
        (decoded.Alpha is not null).ShouldBe(hasAlpha);
        if (query == "channel=a")
        {
            decoded.Image.Pixels.ToArray().ShouldAllBe(value => value == 0);
            decoded.Alpha!.Values[0].ShouldBe(127 / 255f);
        }
    }

    [Fact]
    public async Task Are_not_made_again_for_whoever_has_them()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/output/a.png", Picture(8, 6, 1));
        using var first = await served.Client.GetAsync("/view?filename=a.png&preview=webp;90");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/view?filename=a.png&preview=webp;90");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await served.Client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var other = new HttpRequestMessage(HttpMethod.Get, "/view?filename=a.png&preview=webp;91");
        other.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await served.Client.SendAsync(other)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_no_picture_comes_as_it_is_and_has_no_channels()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/output/a.mp4", "no picture");
        (await served.Client.GetStringAsync("/view?filename=a.mp4&preview=webp;90")).ShouldBe("no picture");
        using var answer = await served.Client.GetAsync("/view?filename=a.mp4&channel=a");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_mask_goes_into_the_original_and_its_texts_stay()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/output/sub/original.png", Picture(8, 6, 1, ("prompt", """{"1":{}}""")));
        var reference = JsonSerializer.Serialize(new { filename = "original.png", subfolder = "sub", type = "output" });
        using var answer = await served.UploadTo("/api/upload/mask", "masked.png", Picture(8, 6, 0.25f), ("original_ref", reference), ("subfolder", "clipspace"));
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"name":"masked.png","subfolder":"clipspace","type":"input"}""");
        var masked = ImageCodec.Decode(Path.Join(served.Folders.Input, "clipspace", "masked.png"));
        masked.Alpha!.Values.ToArray().ShouldAllBe(value => value == 63 / 255f);
        masked.Image.Pixels.ToArray().ShouldBe(ImageCodec.Decode(Path.Join(served.Folders.Output, "sub", "original.png")).Image.Pixels.ToArray());
        masked.Texts["prompt"].ShouldBe("""{"1":{}}""");
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"filename":7}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"filename":"nothing.png"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"filename":"../../secret.png"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"filename":"a.png","subfolder":"../.."}""", HttpStatusCode.Forbidden)]
    [InlineData("""{"filename":"a.png","type":"models"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"filename":"text.png [input]"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"filename":"small.png [input]"}""", HttpStatusCode.BadRequest)]
    public async Task A_mask_without_its_original_is_refused(string reference, HttpStatusCode status)
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/input/text.png", "no picture");
        served.Put("data/input/small.png", Picture(2, 2, 1));
        using var answer = await served.UploadTo("/upload/mask", "masked.png", Picture(8, 6, 0.25f), ("original_ref", reference));
        answer.StatusCode.ShouldBe(status);
        File.Exists(Path.Join(served.Folders.Input, "masked.png")).ShouldBeFalse();
    }

    private static byte[] Picture(int width, int height, float alpha, params (string Key, string Text)[] texts)
    {
        var (colours, opacity) = (new float[width * height * 3], new float[width * height]);
        for (var i = 0; i < colours.Length; i++)
        {
            colours[i] = i % 256 / 255f;
        }

        Array.Fill(opacity, alpha);
        return ImageCodec.Encode(
            Image.Own(1, height, width, 3, colours), new PngEncoding(), alpha: Mask.Own(1, height, width, opacity), texts: texts.Select(text => KeyValuePair.Create(text.Key, text.Text)));
    }
}
