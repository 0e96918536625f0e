using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Tests.Files;

public sealed class Uploads_appear_whole
{
    private static readonly byte[] One = Encoding.UTF8.GetBytes("one");
    private static readonly byte[] Other = Encoding.UTF8.GetBytes("other");

    [Fact]
    public async Task The_same_bytes_keep_the_name_and_others_get_a_number()
    {
        await using var served = await FilesServed.StartAsync();
        (await Told(await served.Upload("a.png", One))).ShouldBe("""{"name":"a.png","subfolder":"","type":"input"}""");
        (await Told(await served.Upload("a.png", One))).ShouldBe("""{"name":"a.png","subfolder":"","type":"input"}""");
        (await Told(await served.Upload("a.png", Other))).ShouldBe("""{"name":"a (1).png","subfolder":"","type":"input"}""");
        (await Told(await served.Upload("a.png", Other))).ShouldBe("""{"name":"a (1).png","subfolder":"","type":"input"}""");
        (await Told(await served.Upload("a.png", Other, ("overwrite", "true")))).ShouldBe("""{"name":"a.png","subfolder":"","type":"input"}""");
        Files(served.Folders.Input).ShouldBe(["a (1).png: other", "a.png: other"]);
    }

    [Fact]
    public async Task They_go_where_they_are_told()
    {
        await using var served = await FilesServed.StartAsync();
        (await Told(await served.Upload("b.wav", One, ("subfolder", "x/y"), ("type", "temp")))).ShouldBe("""{"name":"b.wav","subfolder":"x/y","type":"temp"}""");
        (await Told(await served.Upload("猫 1.webp", One, ("type", "output"), ("overwrite", "1")))).ShouldBe("""{"name":"猫 1.webp","subfolder":"","type":"output"}""");
        File.ReadAllBytes(Path.Join(served.Folders.Temp, "x", "y", "b.wav")).ShouldBe(One);
        File.ReadAllBytes(Path.Join(served.Folders.Output, "猫 1.webp")).ShouldBe(One);
        using var wrong = await served.Upload("b.wav", One, ("type", "models"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Of_many_with_one_name_at_once_each_is_kept()
    {
        await using var served = await FilesServed.StartAsync();
        var uploads = Enumerable.Range(0, 24).Select(i => Encoding.UTF8.GetBytes(new string((char)('a' + (i % 12)), 50_000))).ToArray();
        var names = await Task.WhenAll(uploads.Select(async bytes => JsonElement.Parse(await Told(await served.Upload("a.png", bytes))).GetProperty("name").GetString()!));
        names.Distinct().Count().ShouldBe(12);
        for (var i = 0; i < uploads.Length; i++)
        {
            File.ReadAllBytes(Path.Join(served.Folders.Input, names[i])).ShouldBe(uploads[i]);
        }

        Files(served.Folders.Input).Count.ShouldBe(12);
        NothingIsLeft(served);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_is_too_large_is_refused_and_leaves_nothing(bool saysSo)
    {
        await using var served = await FilesServed.StartAsync(new ServerLimits { UploadBytes = 200_000 });
        using var form = FilesServed.Form("a.bin", new byte[saysSo ? 5_000_000 : 200_001]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/upload/image") { Content = form };
        request.Headers.TransferEncodingChunked = saysSo ? null : true;
        using var answer = await served.Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("200000 bytes");
        (await served.Upload("b.bin", new byte[200_000])).StatusCode.ShouldBe(HttpStatusCode.OK);
        NothingIsLeft(served);
        Files(served.Folders.Input).Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_breaks_off_leaves_nothing()
    {
        await using var served = await FilesServed.StartAsync();
        const string begun = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\nhalf of it";
        (await served.Send($"POST /upload/image HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {begun.Length}\r\n\r\n{begun}")).Status.ShouldBe(400);
        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync(served.Address.Host, served.Address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /upload/image HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n{begun}"));
            await Eventually(() => Directory.Exists(Path.Join(served.Folders.Input, ".incoming")) && Directory.EnumerateFiles(Path.Join(served.Folders.Input, ".incoming")).Any());
            client.Client.LingerState = new System.Net.Sockets.LingerOption(true, 0);
        }

        await Eventually(() => !Directory.EnumerateFiles(Path.Join(served.Folders.Input, ".incoming")).Any());
        Files(served.Folders.Input).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_server_left_goes_at_the_next_start()
    {
        await using var served = await FilesServed.StartAsync();
        var (old, young) = (served.Put("data/input/.incoming/old", "half"), served.Put("data/input/.incoming/young", "half"));
        File.SetLastWriteTimeUtc(old, DateTime.UnixEpoch.AddYears(50));
        _ = new StagingFolder(served.Folders.Input, TimeProvider.System);
        File.Exists(old).ShouldBeFalse();
        File.Exists(young).ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_disk_is_said_to_be_full()
    {
        await using var served = await FilesServed.StartAsync(new ServerLimits { FreeDiskBytes = long.MaxValue / 2 });
        using var answer = await served.Upload("a.png", One);
        ((int)answer.StatusCode).ShouldBe(507);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("make room");
        using var put = await served.Client.PostAsync("/userdata/a.json", new StringContent("{}"));
        ((int)put.StatusCode).ShouldBe(507);
        NothingIsLeft(served);
    }

    [Fact]
    public void A_disk_that_fills_up_while_it_is_written_to_is_too()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var fault = Should.Throw<IOException>(() => full.Write(new byte[4096]));
        DiskRefusal.Of(fault, "The file cannot be written").Kind.ShouldBe(RefusalKind.DiskFull);
    }

    [Theory]
    [InlineData("text/plain", "hello")]
    [InlineData("multipart/form-data", "--b--")]
    [InlineData("multipart/form-data; boundary=b", "")]
    [InlineData("multipart/form-data; boundary=b", "--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n\r\nno header\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: attachment; filename=a\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\nno file name\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"\"\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a/b.png\"\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"b\"\r\n\r\nx\r\n--b--\r\n")]
    public async Task What_is_no_form_with_one_file_is_refused_with_a_sentence(string type, string body)
    {
        await using var served = await FilesServed.StartAsync();
        var answer = await served.Send($"POST /upload/image HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        answer.Status.ShouldBe(400, answer.Text);
        JsonElement.Parse(answer.Body.Contains('{', StringComparison.Ordinal) ? answer.Body[answer.Body.IndexOf('{', StringComparison.Ordinal)..(answer.Body.LastIndexOf('}') + 1)] : "{}").GetProperty("message").GetString()!.Length.ShouldBeGreaterThan(20);
        Files(served.Folders.Input).ShouldBeEmpty();
        NothingIsLeft(served);
    }

    [Fact]
    public async Task Forms_are_bounded_in_parts_headers_and_fields()
    {
        await using var served = await FilesServed.StartAsync();
        using var many = FilesServed.Form("a.png", One, [.. Enumerable.Range(0, 40).Select(i => ($"field{i}", "x"))]);
        (await served.Client.PostAsync("/upload/image", many)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var large = FilesServed.Form("a.png", One, ("original_ref", new string('x', 70_000)));
        (await served.Client.PostAsync("/upload/image", large)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var headers = string.Concat(Enumerable.Range(0, 30).Select(i => $"X-{i}: y\r\n"));
        var body = $"--b\r\n{headers}Content-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\nx\r\n--b--\r\n";
        (await served.Send($"POST /upload/image HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {body.Length}\r\n\r\n{body}")).Status.ShouldBe(400);
        using var longName = await served.Upload(new string('n', 241), One);
        longName.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Files(served.Folders.Input).ShouldBeEmpty();
    }

    private static async Task<string> Told(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
            return text;
        }
    }

    private static List<string> Files(string folder)
        => [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.TopDirectoryOnly).Select(file => $"{file.Name}: {(file.Length < 100 ? File.ReadAllText(file.FullName) : "…")}").Order(StringComparer.Ordinal)];

    private static void NothingIsLeft(FilesServed served)
        => new[] { served.Folders.Input, served.Folders.Data }.Select(folder => Path.Join(folder, ".incoming")).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).ShouldBeEmpty();

    private static async Task Eventually(Func<bool> holds)
    {
        for (var i = 0; i < 600 && !holds(); i++)
        {
            await Task.Delay(50);
        }

        holds().ShouldBeTrue();
    }
}
