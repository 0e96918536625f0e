using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MySpinBot.Server.Previews;
using MySpinBot.Server.Tests.Rest;

namespace MySpinBot.Server.Tests.Previews;

/// <summary>Whatever is in a file, only the process that looks into it can come to harm, and not for long.</summary>
public sealed class Files_that_would_do_harm
{
    [Fact]
    public async Task Are_refused_with_a_sentence_and_the_next_is_served()
    {
        await using var server = await Previews_are_made.StartAsync();
        var picture = Media.Picture(64, 64);
        byte[][] bad = [picture[..40], "no picture at all"u8.ToArray(), Bomb(60_000, 60_000), Bomb(70_000, 70_000), [.. "RIFF"u8, .. new byte[300]], [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[300]]];
        foreach (var bytes in bad)
        {
            (await CodeAsync(server, $"artifacts/{Media.Keep(server.Folders, bytes)}/preview")).ShouldBe("no_preview");
        }

        // A picture of many pixels and few bytes is looked at row by row.
        var large = Media.Keep(server.Folders, Bomb(15_000, 15_000));
        (await server.GetAsync($"/api/v1/artifacts/{large}/preview?width=10")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.GetAsync($"/api/v1/artifacts/{Media.Keep(server.Folders, picture)}/preview")).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task Name_no_other_files()
    {
        await using var server = await Previews_are_made.StartAsync();
        var secret = await Media.SoundAsync(Path.Join(server.Options.DataFolder, "secret.wav"));
        foreach (var (name, text) in new[] { ("a.m3u8", $"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{secret}\n#EXT-X-ENDLIST\n"), ("a.ffconcat", $"ffconcat version 1.0\nfile '{secret}'\n"), ("a.mp4", $"ffconcat version 1.0\nfile '{secret}'\n") })
        {
            await File.WriteAllTextAsync(Path.Join(server.Folders.Input, name), text, TestContext.Current.CancellationToken);
            (await CodeAsync(server, $"files/preview?folder=input&path={name}")).ShouldBe("no_preview");
        }
    }

    [Fact]
    public async Task That_never_end_are_ended()
    {
        using var tools = new TemporaryFolder();
        File.SetUnixFileMode(tools.Write("ffmpeg", $"#!/bin/sh\necho $$ > {tools.Sub("id")}\nexec sleep 600\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var server = await Previews_are_made.StartAsync(tools.Path, options => options with { Previews = new PreviewOptions { TimeLimit = TimeSpan.FromSeconds(3) } });
        await Media.SoundAsync(Path.Join(server.Folders.Input, "a.flac"));
        (await CodeAsync(server, "files/preview?folder=input&path=a.flac")).ShouldBe("no_preview");
        var id = int.Parse(await File.ReadAllTextAsync(tools.Sub("id"), TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        (!File.Exists($"/proc/{id}/stat") || File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal)).ShouldBeTrue("What hung is gone.");
    }

    [Fact]
    public async Task That_end_or_stop_the_process_cost_nobody_else_anything()
    {
        await using var server = await Previews_are_made.StartAsync(change: options => options with { Previews = new PreviewOptions { TimeLimit = TimeSpan.FromSeconds(10), AtOnce = 1 } });
        var previewers = server.App.Services.GetRequiredService<PreviewDesk>().Previewers;
        (await server.GetAsync($"/api/v1/artifacts/{Media.Keep(server.Folders, Media.Picture(20, 20))}/preview")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // One that stands still is ended; whoever asked hears so, and the next is served by another.
        var first = previewers.ProcessIds.ShouldHaveSingleItem();
        Send("STOP", first);
        (await CodeAsync(server, $"artifacts/{Media.Keep(server.Folders, Media.Picture(30, 30))}/preview")).ShouldBe("no_preview");
        (await server.GetAsync($"/api/v1/artifacts/{Media.Keep(server.Folders, Media.Picture(40, 40))}/preview")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var second = previewers.ProcessIds.ShouldHaveSingleItem();
        second.ShouldNotBe(first);
        Send("KILL", second);
        (await CodeAsync(server, $"artifacts/{Media.Keep(server.Folders, Media.Picture(50, 50))}/preview")).ShouldBe("no_preview");
        server.Reports.ShouldContain(report => report.Contains("signal 9", StringComparison.Ordinal));
        (await server.GetAsync($"/api/v1/artifacts/{Media.Keep(server.Folders, Media.Picture(60, 60))}/preview")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Have_no_more_memory_than_is_given()
    {
        await using var server = await Previews_are_made.StartAsync(change: options => options with { Previews = new PreviewOptions { MemoryBytes = 400L << 20 } });

        // Interlaced, so that all of its 450 MB are needed at once.
        var id = Media.Keep(server.Folders, Bomb(15_000, 15_000, interlaced: true));
        (await CodeAsync(server, $"artifacts/{id}/preview?width=10")).ShouldBe("no_preview");
        (await server.GetAsync($"/api/v1/artifacts/{Media.Keep(server.Folders, Media.Picture(60, 60))}/preview")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Processes_that_nobody_wants_end()
    {
        await using var server = await Previews_are_made.StartAsync(change: options => options with { Previews = new PreviewOptions { IdleTime = TimeSpan.FromMilliseconds(200) } });
        (await server.GetAsync($"/api/v1/artifacts/{Media.Keep(server.Folders, Media.Picture(20, 20))}/preview")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var previewers = server.App.Services.GetRequiredService<PreviewDesk>().Previewers;
        while (previewers.ProcessIds.Count > 0)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        (await server.GetAsync($"/api/v1/artifacts/{Media.Keep(server.Folders, Media.Picture(21, 21))}/preview")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<string?> CodeAsync(RestServer server, string path)
        => (await RestServer.JsonAsync(server.GetAsync($"/api/v1/{path}"), HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString();

    private static void Send(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>A grey PNG of one colour: a real one, of few bytes. One that no PNG could be so small is only begun.</summary>
    private static byte[] Bomb(int width, int height, bool interlaced = false)
    {
        var png = new MemoryStream();
        png.Write([0x89, .. "PNG\r\n\u001A\n"u8]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        var depth = interlaced ? 2 : 1;
        (header[8], header[12]) = ((byte)(8 * depth), interlaced ? (byte)1 : (byte)0);
        Chunk(png, "IHDR"u8, header);
        var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[(depth * width) + 1];
            for (var y = 0; y < Math.Min(height, 20_000); y++)
            {
                deflate.Write(row);
            }

            // The rows of the seven passes have a byte each before them, and are more than the picture's.
            deflate.Write(new byte[interlaced ? height * 2 : 0]);
        }

        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] body = [.. type, .. data];
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        png.Write(number);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
