using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Inference.Tests;

public sealed class Sessions_on_the_shelf : IAsyncDisposable
{
    private const long Budget = 64 << 20;
    private readonly ModelShelf _shelf = new(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = Budget }, TimeProvider.System);
    private int _built;

    public ValueTask DisposeAsync() => _shelf.DisposeAsync();

    [Fact]
    public async Task Two_nodes_share_one_session()
    {
        using var model = OnnxModel.FromFile(Upscaler.File);
        using var one = await _shelf.LeaseAsync(Recipe("a"), default);
        using var other = await _shelf.LeaseAsync(Recipe("a"), default);

        other.Model.ShouldBeSameAs(one.Model);
        _built.ShouldBe(1);
        _shelf.Ledgers.Single().Resident.ShouldBe(one.Model.Bytes);
        one.Model.Bytes.ShouldBe(model.ResidentBytes(ComputeDevice.Cpu));
    }

    [Fact]
    public async Task How_a_session_is_loaded_and_where_is_part_of_its_key()
    {
        using var usual = await _shelf.LeaseAsync(Recipe("a"), default);
        using var caller = await _shelf.LeaseAsync(Recipe("a", new OnnxSessionOptions { RunsOnCaller = true }), default);

        caller.Model.ShouldNotBeSameAs(usual.Model);
        new[] { Recipe("a"), Recipe("b"), Recipe("a", new OnnxSessionOptions { IsExact = true }), Recipe("a", new OnnxSessionOptions { KeepsWeightsMapped = true }), Recipe("a", device: Cuda(0)), Recipe("a", device: Cuda(1)) }
            .Select(recipe => recipe.Key).ShouldBeUnique();
    }

    [Fact]
    public async Task What_is_evicted_is_freed_and_what_is_leased_stays()
    {
        OnnxSession kept, gone;
        using (var lease = await _shelf.LeaseAsync(Recipe("gone"), default))
        {
            gone = lease.Model;
        }

        using var held = await _shelf.LeaseAsync(Recipe("kept"), default);
        kept = held.Model;
        using var room = await _shelf.ReserveAsync(new MemoryNeed(DeviceId.Cpu, Budget - kept.Bytes), "a tile", default);

        Should.Throw<ObjectDisposedException>(() => Upscaler.Run(gone, Upscaler.Picture(8), 8));
        Upscaler.Run(kept, Upscaler.Picture(8), 8).Length.ShouldBe(3 * 32 * 32);
    }

    [Fact]
    public async Task A_budget_that_is_too_small_is_told_in_the_shelfs_words()
    {
        await using var small = new ModelShelf(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = 1 << 20 }, TimeProvider.System);
        (await Should.ThrowAsync<NodeFailure>(() => small.LeaseAsync(Recipe("a"), default).AsTask())).Message.ShouldContain("Anime video");
        _built.ShouldBe(0);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_says_why_and_leaves_nothing()
    {
        var recipe = OnnxSession.Recipe("broken", "Broken", ComputeDevice.Cpu, 1 << 20, () => throw new Checkpoints.CheckpointException("'x.pth' is damaged."));
        (await Should.ThrowAsync<NodeFailure>(() => _shelf.LeaseAsync(recipe, default).AsTask())).Message.ShouldContain("'x.pth' is damaged.");
        _shelf.Ledgers.Single().Free.ShouldBe(Budget);
    }

    private static ComputeDevice Cuda(int index) => new(new DeviceId($"cuda:{index}"), ComputeProvider.Cuda);

    private ModelRecipe<OnnxSession> Recipe(string key, OnnxSessionOptions? how = null, ComputeDevice? device = null)
    {
        device ??= ComputeDevice.Cpu;
        using var model = OnnxModel.FromFile(Upscaler.File);
        return OnnxSession.Recipe(key, "Anime video", device, model.ResidentBytes(device), () =>
        {
            _built++;
            return OnnxModel.FromFile(Upscaler.File);
        }, how);
    }
}
