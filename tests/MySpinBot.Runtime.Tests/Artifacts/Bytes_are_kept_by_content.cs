using System.Security.Cryptography;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Artifacts;

public sealed class Bytes_are_kept_by_content : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reports = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData((8 << 20) - 1)]
    [InlineData(8 << 20)]
    [InlineData((11 << 20) + 12345)]
    public async Task The_id_is_the_same_from_memory_from_a_file_and_from_a_payload(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var source = _folder.Sub("source");
        File.WriteAllBytes(source, bytes);
        var store = Store("a");
        var fromMemory = await store.PutAsync(bytes, "x/y", default);
        var fromFile = await Store("b").PutFileAsync(source, "x/y", default);
        var payload = new Payload();
        payload.Write(bytes);
        using var file = File.OpenHandle(source);

        fromFile.ShouldBe(fromMemory);
        payload.Hash().ShouldBe(fromMemory.Id);
        TreeHash.OfFile(file, length, default).ShouldBe(fromMemory.Id);
        File.ReadAllBytes(await Store("b").PathOfAsync(fromMemory, default)).ShouldBe(bytes);
        if (length <= 1 << 20)
        {
            fromMemory.Id.ShouldBe(new ContentId(SHA256.HashData(bytes)));
        }

        await using var opened = await store.OpenAsync(fromMemory, default);
        using var copy = new MemoryStream();
        await opened.CopyToAsync(copy);
        copy.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task What_is_put_twice_is_stored_once()
    {
        var store = Store("a");
        await store.PutAsync(new byte[10], "x/y", default);
        await store.PutAsync(new byte[10], "x/y", default);
        store.Folder.List().ShouldHaveSingleItem().Length.ShouldBe(10);
    }

    [Fact]
    public async Task What_is_altered_after_it_was_checked_is_found_out_removed_and_said()
    {
        var store = Store("a");
        var artifact = await store.PutAsync(new byte[3 << 20], "x/y", default);
        var path = await store.PathOfAsync(artifact, default);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (var file = File.OpenWrite(path))
        {
            file.Position = 2 << 20;
            file.WriteByte(1);
        }

        var failure = await Should.ThrowAsync<NodeFailure>(async () => await store.OpenAsync(artifact, default));
        failure.Message.ShouldContain("missing or damaged");
        _reports.ShouldHaveSingleItem().ShouldContain("altered or cut off");
        store.Has(artifact.Id).ShouldBeFalse();
        await store.PutAsync(new byte[3 << 20], "x/y", default);
        (await store.PathOfAsync(artifact, default)).ShouldBe(path);
    }

    [Fact]
    public async Task A_file_that_is_missing_or_a_cancelled_copy_leaves_nothing()
    {
        var store = Store("a");
        await Should.ThrowAsync<NodeFailure>(async () => await store.PutFileAsync(_folder.Sub("none"), "x/y", default));
        await Should.ThrowAsync<OperationCanceledException>(async () => await store.PutFileAsync(_folder.Write("there", "text"), "x/y", new CancellationToken(true)));
        Directory.EnumerateFiles(store.Folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    private ArtifactStore Store(string name) => new(_folder.Sub(name), _reports.Add);
}
