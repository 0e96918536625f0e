using System.Security.Cryptography;
using MySpinBot.Server.Weights;

namespace MySpinBot.Server.Tests.Weights;

public sealed class Files_are_verified : IDisposable
{
    private readonly Library _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task Against_the_manifest()
    {
        var bytes = Publisher.Bytes(5_000);
        _library.Put("classifiers", "toy.bin", bytes);
        _library.Manifest = Pulls_come_to_their_end.Manifest("[https://example.org/toy.bin]", Convert.ToHexStringLower(SHA256.HashData(bytes)), null);
        (await Verify("toy.bin")).Outcome.ShouldBe("verified");

        _library.Put("classifiers", "toy.bin", Publisher.Bytes(5_000, seed: 2));
        var verdict = await Verify("toy.bin");
        (verdict.Outcome, verdict.IsGood, verdict.Expected).ShouldBe(("different", false, Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }

    [Fact]
    public async Task Against_what_was_pulled()
    {
        await using var publisher = await Publisher.Of(Publisher.Bytes(5_000));
        await _library.Pull(publisher.Url);
        (await Verify("weights.bin")).Outcome.ShouldBe("unchanged");

        _library.Put("classifiers", "weights.bin", [1, 2, 3]);
        (await Verify("weights.bin")).Outcome.ShouldBe("different");
    }

    [Fact]
    public async Task Though_nobody_knows_them()
    {
        _library.Put("loras", "whole.safetensors", [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);
        _library.Put("loras", "half.safetensors", [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{']);
        var store = _library.Store;

        (await store.VerifyAsync(store.Find("loras", "whole.safetensors")!, _ => { }, TestContext.Current.CancellationToken)).Outcome.ShouldBe("unknown");
        var verdict = await store.VerifyAsync(store.Find("loras", "half.safetensors")!, _ => { }, TestContext.Current.CancellationToken);
        (verdict.Outcome, verdict.Sentence).ShouldBe(("damaged", "The file is no safetensors file, or ends within its head: it was not downloaded to its end, or is something else."));
    }

    [Fact]
    public async Task Without_reading_them_again_until_they_change()
    {
        var path = _library.Put("classifiers", "x.bin", Publisher.Bytes(5_000));
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken); // when a file was changed cannot be set back
        _library.Store.KnownDigest(_library.Store.Find("classifiers", "x.bin")!).ShouldBeNull();

        var verdict = await Verify("x.bin");

        var store = _library.Store;
        store.KnownDigest(store.Find("classifiers", "x.bin")!).ShouldBe(verdict.Sha256);
        await File.AppendAllTextAsync(path, "more", TestContext.Current.CancellationToken);
        store.KnownDigest(store.Find("classifiers", "x.bin")!).ShouldBeNull();
    }

    [Fact]
    public void Those_that_are_there_are_listed_by_kind()
    {
        _library.Put("loras", "b.safetensors", [1]);
        _library.Put("loras", "style/a.pt", [1, 2]);
        _library.Put("loras", "readme.txt", [1]);
        _library.Put("loras", ".incoming/x.pt", [1]);
        _library.Put("clip", "old.safetensors", [1]);
        var store = _library.Store;

        store.List().Select(file => $"{file.Kind}/{file.Name} {file.Bytes}").ShouldBe(["loras/b.safetensors 1", "loras/style/a.pt 2", "text_encoders/old.safetensors 1"]);
        store.List("clip").ShouldHaveSingleItem().Name.ShouldBe("old.safetensors");
        store.Find("loras", "style/a.pt")!.Bytes.ShouldBe(2);
        store.Find("loras", "nothing.pt").ShouldBeNull();
        Should.Throw<ServerRefusal>(() => store.Find("loras", "../clip/old.safetensors")).Code.ShouldBe("path_not_allowed");
    }

    private Task<Verdict> Verify(string name)
    {
        var store = _library.Store;
        return store.VerifyAsync(store.Find("classifiers", name)!, _ => { }, TestContext.Current.CancellationToken);
    }
}
