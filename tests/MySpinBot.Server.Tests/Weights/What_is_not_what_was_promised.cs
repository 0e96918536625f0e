using System.Text;
using MySpinBot.Server.Weights.Pulling;

namespace MySpinBot.Server.Tests.Weights;

public sealed class What_is_not_what_was_promised : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task Is_thrown_away_where_its_digest_is_another()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(10_000));

        var refusal = await _library.Refusal(() => _library.Pull(publisher.Url, sha256: new string('a', 64)));

        refusal.Code.ShouldBe("digest_mismatch");
        refusal.Message.ShouldContain(publisher.Sha256);
        File.Exists(_library.PathOf("classifiers", "weights.bin")).ShouldBeFalse();
        _library.Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task Is_not_fetched_where_its_length_is_another()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(10_000));
        _library.Manifest = Pulls_come_to_their_end.Manifest($"[{publisher.Url}]", null, 20_000);

        (await _library.Refusal(() => _library.Pull(new PullWish { Name = "toy", AcceptsLicence = true }))).Code.ShouldBe("wrong_length");
    }

    [Fact]
    public async Task Is_not_taken_where_more_comes_than_was_said()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(1_000_000));
        publisher.SaysNoLength = true;
        _library.Manifest = Pulls_come_to_their_end.Manifest($"[{publisher.Url}]", null, 20_000);

        (await _library.Refusal(() => _library.Pull(new PullWish { Name = "toy", AcceptsLicence = true }))).Message.ShouldContain("more than the 20000 bytes");
    }

    [Fact]
    public async Task Is_not_taken_where_it_was_something_else_before()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(10_000));
        await _library.Pull(publisher.Url);
        var first = publisher.Sha256;
        (publisher.File, publisher.Tag) = (Publisher.Bytes(10_000, seed: 2), "\"two\"");
        File.Delete(_library.PathOf("classifiers", "weights.bin"));

        var refusal = await _library.Refusal(() => _library.Pull(publisher.Url));
        refusal.Code.ShouldBe("changed_there");
        refusal.Message.ShouldContain(first);
        (await _library.Pull(publisher.Url, updates: true)).Sha256.ShouldBe(publisher.Sha256);
    }

    [Fact]
    public async Task Is_not_replaced_unless_that_is_wanted()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(10_000));
        _library.Put("classifiers", "weights.bin", Publisher.Bytes(10, seed: 3));

        (await _library.Refusal(() => _library.Pull(publisher.Url, publisher.Sha256))).Code.ShouldBe("other_file_there");
        (await _library.Pull(publisher.Url, publisher.Sha256, updates: true)).WasThere.ShouldBeFalse();
        (await _library.Pull(publisher.Url, publisher.Sha256)).IsPublished.ShouldBeTrue();
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html>Log in</html>", "a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:aa", "a pointer of Git LFS")]
    public async Task Is_thrown_away_where_it_is_no_model(string text, string said)
    {
        await using var publisher = await Publisher.Of(Encoding.UTF8.GetBytes(text));

        var refusal = await _library.Refusal(() => _library.Pull(new PullWish { Url = publisher.Url.ToString(), Kind = "loras", File = "x.safetensors" }));

        refusal.Code.ShouldBe("not_a_model");
        refusal.Message.ShouldContain(said);
        _library.Left("loras").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Is_said_to_want_a_token(int status)
    {
        await using var publisher = await Publisher.Of([]);
        publisher.Status = _ => status;

        (await _library.Refusal(() => _library.Pull(publisher.Url))).Message.ShouldContain("it wants a token");
        publisher.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Goes_round_in_circles()
    {
        await using var publisher = await Publisher.Of([]);
        publisher.LeadsTo = publisher.Url;

        (await _library.Refusal(() => _library.Pull(publisher.Url))).Code.ShouldBe("too_many_redirects");
    }

    [Theory]
    [InlineData("""{"Url": "ftp://example.org/x.bin", "Kind": "loras"}""", "bad_url")]
    [InlineData("""{"Url": "https://me:secret@example.org/x.pt", "Kind": "loras"}""", "bad_url")]
    [InlineData("""{"Url": "hf:only/two", "Kind": "loras"}""", "bad_url")]
    [InlineData("""{"Url": "https://example.org/x.pt"}""", "no_kind")]
    [InlineData("""{"Url": "https://example.org/x.pt", "Kind": "lorax"}""", "no_such_kind")]
    [InlineData("""{"Url": "https://example.org/x.exe", "Kind": "loras"}""", "bad_extension")]
    [InlineData("""{"Url": "https://example.org/x.pt", "Kind": "loras", "File": "../x.pt"}""", "path_not_allowed")]
    [InlineData("""{"Url": "https://example.org/x.pt", "Kind": "loras", "File": ".x.pt"}""", "path_not_allowed")]
    [InlineData("""{"Url": "https://example.org/", "Kind": "loras"}""", "no_file_name")]
    [InlineData("""{"Url": "https://example.org/x.pt", "Kind": "loras", "Sha256": "12"}""", "bad_sha256")]
    [InlineData("""{"Name": "realesrgan-x4plus", "Url": "https://example.org/x.pt"}""", "bad_wish")]
    [InlineData("""{"Name": "realesrgan-x4plis"}""", "unknown_model")]
    [InlineData("""{"Name": "realesrgan-x4plus"}""", "licence_not_accepted")]
    [InlineData("""{"Url": "https://github.com/xinntao/Real-ESRGAN/releases/download/v0.1.0/RealESRGAN_x4plus.pth"}""", "licence_not_accepted")]
    public void Is_refused_before_anybody_is_asked(string wish, string code)
        => Should.Throw<ServerRefusal>(() => _library.Store.Plan(System.Text.Json.JsonSerializer.Deserialize<PullWish>(wish)!)).Code.ShouldBe(code);

    [Fact]
    public void Licences_are_accepted_once()
    {
        _library.Store.Plan(new PullWish { Name = "realesrgan-x4plus", AcceptsLicence = true }).Sha256.ShouldNotBeNull();
        _library.Store.Plan(new PullWish { Name = "RealESRGAN-x4plus" }).Path.ShouldBe(_library.PathOf("upscale_models", "RealESRGAN_x4plus.pth"));
    }

    [Fact]
    public void The_shorthand_of_Hugging_Face_is_an_address()
    {
        _library.Secrets["HF_TOKEN"] = "secret";
        var plan = _library.Store.Plan(new PullWish { Url = "hf:some/repo@v1/folder/x y.safetensors", Kind = "unet" });

        plan.Urls.ShouldHaveSingleItem().AbsoluteUri.ShouldBe("https://huggingface.co/some/repo/resolve/v1/folder/x%20y.safetensors");
        (plan.Kind, plan.File, plan.Token).ShouldBe(("diffusion_models", "x y.safetensors", "secret"));
        plan.Path.ShouldBe(_library.PathOf("diffusion_models", "x y.safetensors"));
        _library.Store.Plan(new PullWish { Url = "https://example.org/x.pt", Kind = "loras" }).Token.ShouldBeNull();
    }
}
