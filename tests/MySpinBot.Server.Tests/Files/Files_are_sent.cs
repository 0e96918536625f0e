using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Tests.Files;

public sealed class Files_are_sent
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

    [Fact]
    public async Task Whole_with_type_date_and_tag()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/output/film/a.mp4", Bytes);
        using var answer = await served.Client.GetAsync("/view?filename=a.mp4&subfolder=film&type=output");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(Bytes);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp4");
        answer.Content.Headers.ContentLength.ShouldBe(1000);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        answer.Content.Headers.LastModified.ShouldNotBeNull();
        answer.Headers.AcceptRanges.ShouldBe(["bytes"]);
        answer.Headers.ETag!.IsWeak.ShouldBeFalse();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Theory]
    [InlineData("bytes=0-99", 206, 0, 100)]
    [InlineData("bytes=990-", 206, 990, 10)]
    [InlineData("bytes=-10", 206, 990, 10)]
    [InlineData("bytes=500-5000", 206, 500, 500)]
    [InlineData("bytes=-5000", 206, 0, 1000)]
    [InlineData("bytes=0-0", 206, 0, 1)]
    [InlineData("bytes=1000-", 416, 0, 0)]
    [InlineData("bytes=99-1", 200, 0, 1000)]
    [InlineData("bytes=0-1,5-6", 200, 0, 1000)]
    [InlineData("lines=0-1", 200, 0, 1000)]
    public async Task In_parts(string range, int status, int from, int length)
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/input/a.bin", Bytes);
        foreach (var path in (string[])["/view?filename=a.bin&type=input", $"/view?filename={served.Keep(Bytes)}.bin&type=temp"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Range", range);
            using var answer = await served.Client.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(status, path);
            (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(Bytes[from..(from + length)]);
            if (status == 206)
            {
                answer.Content.Headers.ContentRange.ShouldBe(new ContentRangeHeaderValue(from, from + length - 1, 1000));
            }
        }
    }

    [Fact]
    public async Task Not_again_to_whoever_has_them_and_not_in_parts_of_another()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/output/a.png", Bytes);
        using var first = await served.Client.GetAsync("/view?filename=a.png");
        var tag = first.Headers.ETag!;
        (await Status(served, "/view?filename=a.png", request => request.Headers.IfNoneMatch.Add(tag))).ShouldBe(304);
        (await Status(served, "/view?filename=a.png", request => request.Headers.IfModifiedSince = first.Content.Headers.LastModified)).ShouldBe(304);
        (await Status(served, "/view?filename=a.png", request => InPart(request, tag))).ShouldBe(206);

        served.Put("data/output/a.png", Bytes.AsSpan(0, 999));
        (await Status(served, "/view?filename=a.png", request => request.Headers.IfNoneMatch.Add(tag))).ShouldBe(200);
        (await Status(served, "/view?filename=a.png", request => InPart(request, tag))).ShouldBe(200);

        static void InPart(HttpRequestMessage request, EntityTagHeaderValue tag)
        {
            request.Headers.Range = new RangeHeaderValue(0, 1);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }
    }

    [Fact]
    public async Task Their_heads_alone_to_whoever_asks_for_the_head()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/output/a.flac", Bytes);
        using var answer = await served.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/view?filename=a.flac"));
        answer.Content.Headers.ContentLength.ShouldBe(1000);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("audio/flac");
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a.html")]
    [InlineData("a.HTM")]
    [InlineData("a.xhtml")]
    [InlineData("a.js")]
    [InlineData("a.mjs")]
    [InlineData("a.css")]
    [InlineData("a.xml")]
    [InlineData("a.xsl")]
    [InlineData("a.xslt")]
    [InlineData("a.rss")]
    [InlineData("a.svg")]
    [InlineData("a.svgz")]
    [InlineData("a.mht")]
    [InlineData("a.swf")]
    [InlineData("a.htc")]
    public async Task What_a_browser_could_run_is_a_download(string name)
    {
        await using var served = await FilesServed.StartAsync();
        const string evil = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        served.Put($"data/output/{name}", evil);
        served.Put($"data/user/local/{name}", evil);
        var id = served.Keep(Encoding.UTF8.GetBytes(evil));
        foreach (var path in (string[])[$"/view?filename={name}", $"/userdata/{name}", $"/view?type=temp&filename={id}{Path.GetExtension(name)}"])
        {
            using var answer = await served.Client.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            answer.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream", path);
            answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment", path);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        }
    }

    [Fact]
    public async Task A_drawing_is_shown_in_a_page_and_downloaded_by_itself()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/output/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/view?filename=a.svg");
        request.Headers.Add("Sec-Fetch-Dest", "image");
        using var answer = await served.Client.SendAsync(request);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        answer.Headers.Vary.ShouldContain("Sec-Fetch-Dest");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Bild \"1\".png", "inline; filename=\"Bild \\\"1\\\".png\"; filename*=UTF-8''Bild%20%221%22.png")]
    [InlineData("猫.png", "inline; filename=\"=?utf-8?B?54yrLnBuZw==?=\"; filename*=UTF-8''%E7%8C%AB.png")]
    [InlineData("a;b=c.png", null)]
    public async Task Names_are_told_as_they_are(string name, string? disposition)
    {
        await using var served = await FilesServed.StartAsync();
        served.Put($"data/output/{name}", Bytes);
        using var answer = await served.Client.GetAsync($"/view?filename={Uri.EscapeDataString(name)}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var header = answer.Content.Headers.ContentDisposition!;
        header.FileNameStar.ShouldBe(name);
        if (disposition is not null)
        {
            answer.Content.Headers.NonValidated["Content-Disposition"].ToString().ShouldNotContain("\r");
        }
    }

    [Fact]
    public async Task By_the_names_that_ComfyUI_has_for_them()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/input/in.txt", "in");
        served.Put("data/input/deep/in.txt", "deep");
        served.Put("data/output/out.txt", "out");
        served.Put("data/temp/temp.txt", "temp");
        (await served.Client.GetStringAsync("/view?filename=out.txt")).ShouldBe("out");
        (await served.Client.GetStringAsync("/view?filename=in.txt%20[input]")).ShouldBe("in");
        (await served.Client.GetStringAsync("/view?filename=in.txt%20[input]&subfolder=deep")).ShouldBe("deep");
        (await served.Client.GetStringAsync("/view?filename=deep/in.txt&type=input")).ShouldBe("deep");
        (await served.Client.GetStringAsync("/view?filename=temp.txt&type=temp&rand=0.5")).ShouldBe("temp");
        (await Status(served, "/view")).ShouldBe(404);
        (await Status(served, "/view?filename=")).ShouldBe(400);
        (await Status(served, "/view?filename=nothing.png")).ShouldBe(404);
        (await Status(served, "/view?filename=out.txt&type=models")).ShouldBe(400);
        (await Status(served, "/view?filename=deep&type=input")).ShouldBe(404);
    }

    [Fact]
    public async Task Kept_artifacts_by_their_content_for_ever()
    {
        await using var served = await FilesServed.StartAsync();
        var id = served.Keep(Bytes);
        using var answer = await served.Client.GetAsync($"/view?filename={id}.png&type=temp&subfolder=");
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(Bytes);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        answer.Headers.ETag!.Tag.ShouldBe($"\"{id}\"");
        answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        (await Status(served, $"/view?filename={id}.png&type=temp", request => request.Headers.IfNoneMatch.Add(answer.Headers.ETag))).ShouldBe(304);
        (await Status(served, $"/view?filename={ContentId.Of("other"u8)}.png&type=temp")).ShouldBe(404);
        (await Status(served, $"/view?filename={id}.png&type=output")).ShouldBe(404);
    }

    [Fact]
    public async Task An_empty_file_and_a_pipe_hold_nobody_up()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/output/empty.txt", "");
        (await served.Client.GetStringAsync("/view?filename=empty.txt")).ShouldBe("");
        if (OperatingSystem.IsLinux())
        {
            using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Join(served.Folders.Output, "pipe.png")]);
            await made.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            using var answer = await served.Client.GetAsync("/view?filename=pipe.png", patience.Token);
            using var preview = await served.Client.GetAsync("/view?filename=pipe.png&preview=webp", patience.Token);
            ((int)answer.StatusCode).ShouldBeLessThan(500);
            ((int)preview.StatusCode).ShouldBeLessThan(500);
        }
    }

    private static async Task<int> Status(FilesServed served, string path, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        with?.Invoke(request);
        using var answer = await served.Client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
