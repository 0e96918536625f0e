using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Memory;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Tests.Memory;

public sealed class Models_are_pinned_and_unloaded
{
    [Fact]
    public void A_pinned_model_stays_though_it_was_used_longest_ago()
        => new LedgerStory().Resident("Old", 30).Resident("New", 30).Keep("Old", ModelAct.Pin).Forget().Reserve("r", 60).ShouldRead("evict New");

    [Fact]
    public void What_does_not_fit_beside_pinned_models_is_refused_with_their_names()
        => new LedgerStory().Resident("Voice", 60).Keep("Voice", ModelAct.Pin).Forget().Reserve("r", 50).ShouldRead(
            "r refused: r needs 50 bytes on cpu, and of the memory budget of 100 bytes there, 60 bytes are pinned: unpin first Voice, or raise --memory-budget if the machine has more.");

    [Fact]
    public void What_waits_is_refused_when_its_room_is_pinned_away()
    {
        var story = new LedgerStory().Lease("a", "M", 60).Loaded("M", 60).Reserve("r", 50).Forget();
        story.Keep("M", ModelAct.Pin).ShouldRead(
            "M is Pinned, used by the host",
            "r refused: r needs 50 bytes on cpu, and of the memory budget of 100 bytes there, 60 bytes are pinned: unpin a, or raise --memory-budget if the machine has more.");
    }

    [Fact]
    public void A_model_that_is_unpinned_makes_room()
        => new LedgerStory().Resident("M", 60).Keep("M", ModelAct.Pin).Keep("M", ModelAct.Unpin).Forget().Reserve("r", 50).ShouldRead("evict M");

    [Fact]
    public void Calls_that_hold_something_and_wait_for_pinned_memory_are_not_left_waiting()
    {
        var story = new LedgerStory().Resident("P", 30).Keep("P", ModelAct.Pin).Reserve("mine", 40, caller: "one").Forget();
        story.Reserve("more", 50, caller: "one").ShouldRead(
            "more refused: more needs 50 bytes on cpu for one, and never gets it: the calls that hold the rest of the budget of 100 bytes wait for memory themselves. In use there: mine (40 bytes, one).");
    }

    [Fact]
    public void A_model_that_nobody_uses_goes_at_once()
        => new LedgerStory().Resident("M", 60).Keep("M", ModelAct.Unload).ShouldRead("M is Unloaded", "evict M");

    [Fact]
    public void A_model_in_use_stays_and_says_who_uses_it()
        => new LedgerStory().Lease("a", "M", 60, caller: "sampler").Loaded("M", 60).Forget().Keep("M", ModelAct.Unload).ShouldRead("M is InUse, used by sampler");

    [Fact]
    public void A_model_in_use_goes_when_it_is_given_back()
    {
        var story = new LedgerStory().Lease("a", "M", 60, caller: "sampler").Loaded("M", 60).Forget();
        story.Keep("M", ModelAct.UnloadWhenFree).ShouldRead("M is Leaving, used by sampler");
        story.Release("a").ShouldRead("evict M");
    }

    [Fact]
    public void A_pinned_model_is_not_unloaded()
        => new LedgerStory().Resident("M", 60).Keep("M", ModelAct.Pin).Forget().Keep("M", ModelAct.Unload).ShouldRead("M is IsPinned");

    [Fact]
    public void Nobody_of_that_name_is_nobody()
        => new LedgerStory().Resident("M", 60).Keep("N", ModelAct.Unload).ShouldRead();

    [Fact]
    public void A_device_is_meant_where_one_is_named()
        => new LedgerStory().Resident("M", 60).Keep("M", ModelAct.Unload, device: "gpu").ShouldRead();

    [Fact]
    public async Task The_shelf_keeps_what_is_pinned_until_it_is_unpinned()
    {
        var time = TimeProvider.System;
        await using var shelf = new ModelShelf(new Dictionary<DeviceId, long> { [DeviceId.Cpu] = 100 }, time);
        var gone = 0;
        var recipe = new ModelRecipe<object>
        {
            Key = "voice#1", Title = "voice.onnx", Device = DeviceId.Cpu, EstimatedBytes = 60,
            Load = _ => ValueTask.FromResult(new Resident<object>(new object(), 60, () =>
            {
                gone++;
                return ValueTask.CompletedTask;
            })),
        };
        using (await shelf.LeaseAsync(recipe, TestContext.Current.CancellationToken))
        {
            (await shelf.KeepAsync(new KeepModel(1, "voice.onnx", null, ModelAct.Pin))).ShouldHaveSingleItem().Key.ShouldBe("voice#1");
        }

        await shelf.UnloadIdleAsync();
        gone.ShouldBe(0);
        var line = shelf.Describe().ShouldHaveSingleItem().Held.ShouldHaveSingleItem();
        (line.Name, line.Key, line.Kind, line.Pinned, line.Leases).ShouldBe(("voice.onnx", "voice#1", "resident", true, 0));
        line.LastUsed.ShouldNotBeNull();

        await shelf.KeepAsync(new KeepModel(2, "voice#1", "cpu", ModelAct.Unpin));
        (await shelf.KeepAsync(new KeepModel(3, "voice#1", "cpu", ModelAct.Unload))).ShouldHaveSingleItem().Fate.ShouldBe(ModelFate.Unloaded);
        gone.ShouldBe(1);
        shelf.Describe().ShouldHaveSingleItem().Held.ShouldBeEmpty();
    }
}
