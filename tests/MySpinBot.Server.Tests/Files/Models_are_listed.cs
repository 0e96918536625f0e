using System.Buffers.Binary;
using System.Net;
using System.Text;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Tests.Files;

public sealed class Models_are_listed
{
    [Fact]
    public async Task By_kind_with_their_folders()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/models/loras/b.safetensors", "");
        served.Put("data/models/loras/style/a.pt", "");
        served.Put("data/models/loras/readme.txt", "");
        served.Put("data/models/loras/.cache/x.safetensors", "");
        served.Put("data/models/clip/old.safetensors", "");
        served.Put("data/models/text_encoders/new.safetensors", "");
        served.Put("data/models/embeddings/bad.hands.pt", "");
        served.Put("data/models/llm/tiny.gguf", "");
        (await served.Client.GetStringAsync("/models/loras")).ShouldBe("""["b.safetensors","style/a.pt"]""");
        (await served.Client.GetStringAsync("/api/models/clip")).ShouldBe("""["new.safetensors","old.safetensors"]""");
        (await served.Client.GetStringAsync("/models/text_encoders")).ShouldBe("""["new.safetensors","old.safetensors"]""");
        (await served.Client.GetStringAsync("/models/llm")).ShouldBe("""["tiny.gguf"]""");
        (await served.Client.GetStringAsync("/models/vae")).ShouldBe("[]");
        (await served.Client.GetStringAsync("/embeddings")).ShouldBe("""["bad.hands"]""");
        (await served.Json("/models")).EnumerateArray().Select(kind => kind.GetString()).Take(3).ShouldBe(["checkpoints", "configs", "loras"]);
        (await served.Client.GetAsync("/models/nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        served.Put("data/models/loras/style/new/c.safetensors", "");
        File.Delete(Path.Join(served.Folders.Data, "models", "loras", "b.safetensors"));
        (await served.Client.GetStringAsync("/models/loras")).ShouldBe("""["style/a.pt","style/new/c.safetensors"]""");
    }

    [Fact]
    public async Task Once_where_links_go_in_circles()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/models/loras/a.pt", "");
        served.Put("outside/shared/b.pt", "");
        Directory.CreateSymbolicLink(Path.Join(served.Folders.Data, "models", "loras", "again"), ".");
        Directory.CreateSymbolicLink(Path.Join(served.Folders.Data, "models", "loras", "shared"), Path.Join(served.Outside, "shared"));
        File.CreateSymbolicLink(Path.Join(served.Folders.Data, "models", "loras", "gone.pt"), "nowhere");
        (await served.Client.GetStringAsync("/models/loras")).ShouldBe("""["a.pt","shared/b.pt"]""");
    }

    [Fact]
    public async Task With_sizes_dates_and_pictures()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/models/loras/style/a.safetensors", "1234");
        served.Put("data/models/loras/style/a.preview.png", ImageCodec.Encode(Image.Own(1, 2, 2, 3, new float[12]), new PngEncoding()));
        var kinds = await served.Json("/experiment/models");
        kinds.EnumerateArray().Select(kind => kind.GetProperty("name").GetString()).ShouldNotContain("configs");
        kinds[0].GetProperty("folders")[0].GetString().ShouldBe(Path.Join(served.Folders.Data, "models", "checkpoints"));
        var model = (await served.Json("/experiment/models/loras"))[0];
        (model.GetProperty("name").GetString(), model.GetProperty("pathIndex").GetInt32(), model.GetProperty("size").GetInt64()).ShouldBe(("style/a.safetensors", 0, 4));
        foreach (var name in (string[])["style/a.safetensors", "style%2Fa.safetensors"])
        {
            using var picture = await served.Client.GetAsync($"/experiment/models/preview/loras/0/{name}");
            picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/webp");
        }

        foreach (var path in (string[])["loras/0/style/none.safetensors", "loras/7/style/a.safetensors", "loras/-1/a", "loras/x/a", "nothing/0/a"])
        {
            (await served.Client.GetAsync($"/experiment/models/preview/{path}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task With_the_texts_at_their_head()
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/models/loras/a.safetensors", Safetensors("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{"title":"Ä","n":"1"}}""", 4));
        (await served.Client.GetStringAsync("/view_metadata/loras?filename=a.safetensors")).ShouldBe("""{"title":"Ä","n":"1"}""");
    }

    // A head that lies about itself costs its reader nothing.
    public static TheoryData<string, byte[]> Liars => new()
    {
        { "empty", [] },
        { "short", [1, 2, 3] },
        { "no tensors, no head", new byte[8] },
        { "length beyond the file", [.. Length(1000), .. "{}"u8] },
        { "length of 2^63", [.. Length(long.MaxValue), .. "{}"u8] },
        { "negative length", [.. Length(-5), .. "{}"u8] },
        { "length of 33 MiB", [.. Length(33L << 20), .. "{}"u8] },
        { "not JSON", Safetensors("hello, this is no JSON") },
        { "a list", Safetensors("[1,2]") },
        { "cut off", Safetensors("""{"__metadata__":{"a":"b" """) },
        { "no texts", Safetensors("""{"w":{}}""") },
        { "texts that are none", Safetensors("""{"__metadata__":7}""") },
        { "too deep", Safetensors(string.Concat(Enumerable.Repeat("""{"a":""", 5000))) },
        { "not UTF-8", [.. Length(4), (byte)'{', 0xFF, 0xFE, (byte)'}'] },
    };

    [Theory]
    [MemberData(nameof(Liars))]
    public async Task And_without_where_the_head_is_none(string why, byte[] file)
    {
        await using var served = await FilesServed.StartAsync();
        served.Put("data/models/loras/a.safetensors", file);
        using var answer = await served.Client.GetAsync("/view_metadata/loras?filename=a.safetensors");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, why);
    }

    [Theory]
    [InlineData("/view_metadata/loras")]
    [InlineData("/view_metadata/loras?filename=a.pt")]
    [InlineData("/view_metadata/loras?filename=none.safetensors")]
    [InlineData("/view_metadata/nothing?filename=a.safetensors")]
    public async Task And_not_where_there_is_no_such_model(string path)
    {
        await using var served = await FilesServed.StartAsync();
        (await served.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static byte[] Length(long length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return bytes;
    }

    private static byte[] Safetensors(string head, int tensors = 0) => [.. Length(Encoding.UTF8.GetByteCount(head)), .. Encoding.UTF8.GetBytes(head), .. new byte[tensors]];
}
