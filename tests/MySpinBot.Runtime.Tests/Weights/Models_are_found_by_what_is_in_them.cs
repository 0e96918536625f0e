using System.Security.Cryptography;
using System.Text;
using MySpinBot.Core.Messages;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Results;
using MySpinBot.Runtime.Weights;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Weights;

public sealed class Models_are_found_by_what_is_in_them : IDisposable
{
    private const string Kind = "upscale_models";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task By_their_SHA_256_under_any_name()
    {
        await using var story = Shelf.Of("chooseModel -> weighModel -> preview");
        story.Put("one/a.pth", "not this").Put("two/sub/whatever.safetensors", "this one");
        var told = await story.Told(("chooseModel.model_name", $"SHA256:{Sha256("this one").ToUpperInvariant()}"));
        told.Shown("preview").ShouldNotBeNull().ShouldContain("this one");
    }

    [Fact]
    public async Task One_that_is_nowhere_is_told_before_anything_runs_once_all_files_are_known()
    {
        await using var story = Shelf.Of("chooseModel -> weighModel -> preview");
        var wanted = Sha256("nobody has it");
        story.Known.Published.Add((Kind, "rare.pth", "rare", wanted));
        story.Set("chooseModel.model_name", $"sha256:{wanted}");
        (await story.Validate()).Problems.ShouldHaveSingleItem().Sentence.ShouldEndWith(
            $"No file among the upscale_models has the SHA-256 {wanted}; models of this kind are looked up in '{story.At("one")}', '{story.At("two")}'. Put it there under any name. It can be had with 'myspinbot models pull rare'.");

        // What nobody has read may be it: that shows when it is read, and no node runs.
        story.Put("one/a.pth", "another");
        (await story.Validate()).Problems.ShouldBeEmpty();
        var told = await story.Told();
        told.Sentence("chooseModel").ShouldStartWith($"No file among the upscale_models has the SHA-256 {wanted}");
        told.All<NodeStarted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_digest_that_a_download_left_saves_the_reading()
    {
        await using var story = Shelf.Of("nameModel -> preview");
        var large = new byte[TreeHash.ChunkSize + 5];
        story.PutBytes("one/a.pth", large);

        // What is told is believed, so it can be seen who was asked.
        story.Known.Digests[story.At("one/a.pth")] = new string('a', 64);
        (await story.Told(("nameModel.model_name", $"sha256:{new string('a', 64)}"))).Shown("preview").ShouldNotBeNull().ShouldContain($"a.pth {new string('a', 64)}");
    }

    [Fact]
    public async Task Large_files_have_a_content_id_and_a_SHA_256_of_their_own()
    {
        var bytes = new byte[(3 * TreeHash.ChunkSize) + 17];
        Random.Shared.NextBytes(bytes);
        await using var place = new Place(_folder);
        var path = place.Put("one/large.pth", bytes);
        var told = new List<long>();
        var file = await place.Digests.DigestWeightsAsync(path, null, told.Add, default);
        (file.Id, file.Length, file.Sha256).ShouldBe((TreeHash.Of(bytes), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        told.ShouldBeInOrder();
        told[^1].ShouldBe(bytes.Length);

        // Now both are known, and nothing is read.
        told.Clear();
        (await place.Digests.DigestWeightsAsync(path, null, told.Add, default)).Sha256.ShouldBe(file.Sha256);
        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_finds_weights_that_were_renamed_since_they_were_chosen()
    {
        await using var place = new Place(_folder);
        var path = place.Put("one/old.pth", Encoding.UTF8.GetBytes("weights"));
        var wanted = place.Wanted(await place.Digests.DigestAsync(path, default));
        (await place.Search.FindAsync(wanted, null, default)).Path.ShouldBe(path);
        Directory.CreateDirectory(_folder.Sub("two", "sub"));
        File.Move(path, _folder.Sub("two", "sub", "new.safetensors"));
        (await place.Search.FindAsync(wanted, null, default)).Path.ShouldBe(_folder.Sub("two", "sub", "new.safetensors"));
    }

    [Fact]
    public async Task A_file_whose_bytes_changed_since_is_not_it()
    {
        await using var place = new Place(_folder);
        var path = place.Put("one/a.pth", Encoding.UTF8.GetBytes("weights"));
        var wanted = place.Wanted(await place.Digests.DigestAsync(path, default));
        (await place.Search.FindAsync(wanted, null, default)).Path.ShouldBe(path);
        var time = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "weightz");
        File.SetLastWriteTimeUtc(path, time);
        (await Should.ThrowAsync<NodeFailure>(async () => await place.Search.FindAsync(wanted, null, default))).Message.ShouldBe(
            $"No file among the upscale_models is the model that is wanted (7 bytes, content {wanted.Id.ToString()[..12]}…); models of this kind are looked up in '{_folder.Sub("one")}', '{_folder.Sub("two")}'. Put it there under any name, or choose a model that is there.");
    }

    [Fact]
    public async Task Only_files_of_the_right_length_are_read()
    {
        await using var place = new Place(_folder);
        for (var i = 0; i < 20; i++)
        {
            place.Put($"one/{i}.pth", new byte[TreeHash.ChunkSize + 10 + i]);
        }

        var (read, total) = (0L, 0L);
        var wanted = new WeightFile(Kind, TreeHash.Of(new byte[TreeHash.ChunkSize + 14]), TreeHash.ChunkSize + 14);
        var found = await place.Search.FindAsync(wanted, (done, all) => (read, total) = (done, all), default);
        found.Path.ShouldBe(_folder.Sub("one", "4.pth"));
        (read, total).ShouldBe((wanted.Length, wanted.Length));
    }

    [Fact]
    public async Task A_search_can_be_cancelled_and_passes_over_what_it_may_not_read()
    {
        await using var place = new Place(_folder);
        place.Put("one/a.pth", new byte[8 << 20]);
        await Should.ThrowAsync<OperationCanceledException>(async () => await place.Search.FindAsync(Kind, new string('0', 64), null, new CancellationToken(true)));
        Directory.CreateDirectory(_folder.Sub("two"));
        File.WriteAllText(_folder.Sub("two", "closed.pth"), "mine");
        File.SetUnixFileMode(_folder.Sub("two", "closed.pth"), UnixFileMode.None);
        place.Put("two/open.pth", Encoding.UTF8.GetBytes("open"));
        (await place.Search.FindAsync(Kind, Sha256("open"), null, default)).ShouldNotBeNull().Path.ShouldBe(_folder.Sub("two", "open.pth"));
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class Place : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder;
        private readonly TraceLog _log;

        public Place(TemporaryFolder folder)
        {
            _folder = folder;
            Directory.CreateDirectory(folder.Sub("cache"));
            var later = new Later();
            _log = TraceLog.Open(folder.Sub("cache"), later, report => Assert.Fail(report));
            Digests = new FileDigests(_log, later);
            var folders = new ModelFolders(new Dictionary<string, IReadOnlyList<string>> { [Kind] = [folder.Sub("one"), folder.Sub("two")] }, later);
            Search = new WeightSearch(folders, Digests, null);
        }

        public FileDigests Digests { get; }

        public WeightSearch Search { get; }

        public string Put(string name, byte[] bytes)
        {
            var path = _folder.Write(name, "");
            File.WriteAllBytes(path, bytes);
            return path;
        }

        public WeightFile Wanted(FileReference file) => new(Kind, file.Id, file.Length);

        public ValueTask DisposeAsync()
        {
            _log.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    // Files that were written just now count as settled.
    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromMinutes(1);
    }
}
