using System.Collections.Immutable;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.Files;

public sealed class Object_info
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Has_every_key_that_clients_read()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/input/b.png", "");
        served.Put("data/input/a.JPG", "");
        served.Put("data/input/notes.txt", "");
        served.Put("data/models/loras/style.safetensors", "");
        served.Catalog = new CatalogMessage([Everything], [], []);
        var json = JsonElement.Parse(await served.Client.GetStringAsync("/object_info"));
        JsonSerializer.Serialize(json, Readable).ShouldBe(Golden);
    }

    [Fact]
    public async Task Of_one_node_is_an_object_with_its_name()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/input/a.png", "");
        served.Catalog = new CatalogMessage([Plain("First"), Everything, Plain("workflow/Other \"2\"")], [], []);
        var whole = await served.Json("/object_info");
        whole.EnumerateObject().Count().ShouldBe(3);
        foreach (var node in whole.EnumerateObject())
        {
            var one = await served.Json($"/api/object_info/{Uri.EscapeDataString(node.Name)}");
            one.EnumerateObject().Single().Name.ShouldBe(node.Name);
            JsonElement.DeepEquals(one.EnumerateObject().Single().Value, node.Value).ShouldBeTrue(node.Name);
        }

        (await served.Client.GetStringAsync("/object_info/Nothing")).ShouldBe("{}");
    }

    [Fact]
    public async Task Offers_the_files_that_are_there_now()
    {
        await using var served = await FilesServed.StartAsync();
        served.Catalog = new CatalogMessage([Everything], [], []);
        (await Choices()).ShouldBe("[]");
        await served.Upload("b.png", [1]);
        (await Choices()).ShouldBe("""["b.png"]""");
        await served.Upload("a.png", [1]);
        await served.Upload("c.txt", [1]);
        await served.Upload("d.png", [1], ("subfolder", "sub"));
        (await Choices()).ShouldBe("""["a.png","b.png"]""");
        File.Delete(Path.Join(served.Folders.Input, "b.png"));
        (await Choices()).ShouldBe("""["a.png"]""");

        async Task<string> Choices() => (await served.Json("/object_info")).GetProperty(nameof(Everything)).GetProperty("input").GetProperty("required").GetProperty("image")[0].ToString();
    }

    [Fact]
    public async Task Is_sent_once_to_each_until_something_changes()
    {
        await using var served = await FilesServed.StartAsync();
        served.Catalog = new CatalogMessage([Everything], [], []);
        using var first = await served.Client.GetAsync("/object_info");
        var tag = first.Headers.ETag!;
        (await Again(served, tag)).ShouldBe(304);
        (await Again(served, new EntityTagHeaderValue(tag.Tag, isWeak: true))).ShouldBe(304);
        (await Again(served, new EntityTagHeaderValue($"{tag.Tag[..^1]}-br\""))).ShouldBe(304);
        (await Again(served, new EntityTagHeaderValue("\"other\""))).ShouldBe(200);
        await served.Upload("a.png", [1]);
        (await Again(served, tag)).ShouldBe(200);
        File.Delete(Path.Join(served.Folders.Input, "a.png"));
        (await Again(served, tag)).ShouldBe(304);
        served.Catalog = new CatalogMessage([Everything, Plain("New")], [], []);
        (await Again(served, tag)).ShouldBe(200);
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData("deflate", null)]
    public async Task Is_packed_for_whoever_takes_it_so(string accepts, string? encoding)
    {
        await using var served = await FilesServed.StartAsync();
        served.Catalog = new CatalogMessage([Everything], [], []);
        var plain = await served.Client.GetByteArrayAsync("/object_info");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/object_info");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        using var answer = await served.Client.SendAsync(request);
        answer.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(encoding);
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
        using var unpacked = new MemoryStream();
        var body = await answer.Content.ReadAsStreamAsync();
        await (encoding switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body }).CopyToAsync(unpacked);
        unpacked.ToArray().ShouldBe(plain);
    }

    [Fact]
    public async Task Of_a_thousand_nodes_asked_by_many_at_once_is_whole()
    {
        await using var served = await FilesServed.StartAsync();
        served.Catalog = new CatalogMessage([.. Enumerable.Range(0, 1000).Select(i => Everything with { Descriptor = Everything.Descriptor with { ClassType = $"Node{i}" } })], [], []);
        var sizes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ => (await served.Client.GetByteArrayAsync("/object_info")).Length));
        sizes.Distinct().Count().ShouldBe(1);
        (await served.Json("/object_info")).EnumerateObject().Count().ShouldBe(1000);
    }

    private static async Task<int> Again(FilesServed served, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/object_info");
        request.Headers.IfNoneMatch.Add(tag);
        using var answer = await served.Client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    [Fact]
    public async Task Of_a_seed_without_limits_says_that_it_goes_as_far_as_ComfyUI_s()
    {
        await using var served = await FilesServed.StartAsync();
        served.Catalog = new CatalogMessage([Plain("Seeded") with { Descriptor = new NodeDescriptor { ClassType = "Seeded", Title = "Seeded", Inputs = [new() { Name = "seed", Type = "INT", Default = 0L, IsSeed = true }] } }], [], []);
        var seed = (await served.Json("/object_info")).GetProperty("Seeded").GetProperty("input").GetProperty("required").GetProperty("seed")[1];
        (seed.GetProperty("min").GetRawText(), seed.GetProperty("max").GetRawText()).ShouldBe(("0", "18446744073709551615"));
    }

    private static CatalogNode Plain(string name) => new(new NodeDescriptor { ClassType = name, Title = name }, "Pack", default, false);

    private static CatalogNode Everything { get; } = new(
        new NodeDescriptor
        {
            ClassType = "Everything", Title = "All there is", Description = "Takes \"everything\" <&> é.", Category = "test/all", Search = ["all", "any"], IsOutput = true, Experimental = true, Deprecated = "Use less.",
            Inputs =
            [
                new() { Name = "image", Type = "FILE", FileFolder = "input", FileExtensions = [".png", ".jpg"], Description = "A picture." },
                new() { Name = "sound", Type = "FILE", FileFolder = "input", FileExtensions = [".mp3", ".mp4"], IsRequired = false },
                new() { Name = "film", Type = "FILE", FileFolder = "input", FileExtensions = [".mp4"], IsRequired = false },
                new() { Name = "text_file", Type = "FILE", FileFolder = "input", FileExtensions = [".txt"], IsRequired = false },
                new() { Name = "any_file", Type = "FILE", IsRequired = false },
                new() { Name = "lora", Type = "FILE", FileFolder = "loras" },
                new() { Name = "seed", Type = "INT", Default = 0L, Min = 0, Max = 18446744073709551615.0, IsSeed = true },
                new() { Name = "count", Type = "INT", Default = -3L, Min = long.MinValue, Max = long.MaxValue, Step = 8 },
                new() { Name = "cfg", Type = "FLOAT", Default = 8.0, Min = 0, Max = 100, Step = 0.1, IsAdvanced = true },
                new() { Name = "how", Type = "COMBO", Choices = ["a", "b\"c"], Default = "a" },
                new() { Name = "text", Type = "STRING", Default = "", IsMultiline = true },
                new() { Name = "on", Type = "BOOLEAN", Default = true },
                new() { Name = "number", Type = "FLOAT", IsSocketOnly = true, IsLazy = true, IsRequired = false },
                new() { Name = "link", Type = "*", IsRawLink = true, IsRequired = false },
                new() { Name = "data", Type = "JSON", Default = """{"a":[1]}""", IsRequired = false },
                new() { Name = "either", Type = "INT,FLOAT", Default = 1L, IsRequired = false },
                new() { Name = "images", Type = "IMAGE", IsList = true, IsRequired = false },
                new() { Name = "unique_id", Type = "STRING", Hidden = HiddenValue.NodeId, IsRequired = false },
                new() { Name = "prompt", Type = "JSON", Hidden = HiddenValue.Prompt, IsRequired = false },
                new() { Name = "extra_pnginfo", Type = "JSON", Hidden = HiddenValue.Document, IsRequired = false },
            ],
            Outputs = [new() { Name = "image", Type = "IMAGE", Description = "It." }, new() { Name = "masks", Type = "MASK", IsList = true }],
        },
        "MySpinBot.Test",
        default,
        false);

    private static string Golden => File.ReadAllText(Path.Join(Path.GetDirectoryName(SourcePath()), "golden", "object_info.json")).TrimEnd();

    private static string SourcePath([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
