namespace MySpinBot.Runtime.Tests.Memory;

public sealed class The_ledger_decides
{
    [Fact]
    public void Loads_of_one_model_are_one()
        => new LedgerStory().Lease("a", "M", 60).Lease("b", "M", 60).Loaded("M", 60).ShouldRead("load M", "a has it", "b has it");

    [Fact]
    public void A_model_that_is_there_costs_nothing()
        => new LedgerStory().Resident("M", 60).Lease("a", "M", 60).ShouldRead("a has it");

    [Fact]
    public void What_does_not_fit_waits_for_what_is_used()
    {
        var story = new LedgerStory().Lease("a", "M", 60).Loaded("M", 60).Forget();
        story.Reserve("r", 50).ShouldRead();
        story.Release("a").ShouldRead("evict M");
        story.Evicted("M").ShouldRead("r has it");
    }

    [Fact]
    public void What_never_fits_is_refused()
        => new LedgerStory().Lease("Big", "M", 101).ShouldRead(
            "Big refused: Big needs 101 bytes on cpu, and the memory budget there is 100 bytes in all: take a smaller model, size or batch, or raise --memory-budget if the machine has more.");

    [Fact]
    public void A_device_that_is_not_there_is_named()
        => new LedgerStory().Reserve("r", 1, device: "cuda:7").ShouldRead("r refused: r wants the device cuda:7, which this machine does not have; it has cpu, gpu.");

    [Fact]
    public void The_least_recently_used_goes_first()
        => new LedgerStory().Resident("A", 30).Resident("B", 30).Lease("again", "A", 30).Release("again").Forget().Reserve("r", 60).ShouldRead("evict B");

    [Fact]
    public void What_is_dear_to_load_again_stays()
        => new LedgerStory().Resident("Dear", 30, reload: 90).Resident("Cheap", 30, reload: 1).Reserve("r", 60).ShouldRead("evict Cheap");

    [Fact]
    public void What_was_dear_once_goes_in_the_end()
    {
        var story = new LedgerStory().Resident("Dear", 40, reload: 3);
        for (var i = 0; i < 4; i++)
        {
            story.Resident($"{i}", 60).Reserve("r", 60).Evicted($"{i}").Release("r").Forget();
        }

        story.Resident("x", 60).Reserve("r", 40).ShouldRead("evict Dear");
    }

    [Fact]
    public void No_more_is_evicted_than_makes_room()
        => new LedgerStory().Resident("Small", 10).Resident("Large", 80).Reserve("r", 80).ShouldRead("evict Large");

    [Fact]
    public void Nothing_is_evicted_where_it_would_not_help()
        => new LedgerStory().Resident("A", 30).Reserve("held", 60).Forget().Reserve("r", 60).ShouldRead();

    [Fact]
    public void The_small_do_not_pass_the_large_that_waits()
    {
        var story = new LedgerStory().Reserve("a", 60).Forget();
        story.Reserve("large", 80).Reserve("small", 10).ShouldRead();
        story.Release("a").ShouldRead("large has it", "small has it");
    }

    [Fact]
    public void Leases_of_a_model_that_is_there_pass_but_not_for_ever()
    {
        var story = new LedgerStory().Lease("user", "M", 60).Loaded("M", 60).Reserve("r", 80).Forget();
        for (var i = 0; i < 20; i++)
        {
            story.Lease($"{i}", "M", 60);
        }

        story.ShouldRead([.. Enumerable.Range(0, 16).Select(i => $"{i} has it")]);
    }

    [Fact]
    public void Who_holds_something_goes_first()
    {
        var story = new LedgerStory().Reserve("a", 50, "one").Reserve("b", 40, "two").Forget();
        story.Reserve("newcomer", 20).Reserve("more", 30, "one").ShouldRead();
        story.Release("b").ShouldRead("more has it", "newcomer has it");
    }

    [Fact]
    public void Two_calls_that_wait_for_each_other_cost_the_younger_its_request()
    {
        var story = new LedgerStory().Lease("A", "A", 50, "one").Loaded("A", 50).Lease("B", "B", 50, "two").Loaded("B", 50).Forget();
        story.Lease("C", "C", 50, "one").ShouldRead();
        story.Lease("D", "D", 50, "two").ShouldRead(
            "D refused: D needs 50 bytes on cpu for two, and never gets it: the calls that hold the rest of the budget of 100 bytes wait for memory themselves. In use there: A (50 bytes, one); B (50 bytes, two).");
        story.Release("B").ShouldRead("evict B");
        story.Evicted("B").ShouldRead("load C");
    }

    [Fact]
    public void Calls_that_hold_each_others_devices_are_seen()
    {
        var story = new LedgerStory().Reserve("a", 100, "one").Reserve("b", 100, "two", "gpu").Forget();
        story.Reserve("c", 1, "one", "gpu").ShouldRead();
        story.Reserve("d", 1, "two").ShouldRead(
            "d refused: d needs 1 bytes on cpu for two, and never gets it: the calls that hold the rest of the budget of 100 bytes wait for memory themselves. In use there: a (100 bytes, one).");
        story.Release("b").ShouldRead("c has it");
    }

    [Fact]
    public void A_call_that_stands_in_its_own_way_is_told_and_not_another()
    {
        var story = new LedgerStory().Reserve("a", 60, "one").Reserve("b", 30, "two").Forget();
        story.Reserve("c", 50, "one").Forget();
        story.Reserve("d", 20, "two").ShouldRead();
        new LedgerStory().Reserve("a", 60, "one").Forget().Reserve("c", 50, "one").ShouldRead(
            "c refused: c needs 50 bytes on cpu for one, and never gets it: the calls that hold the rest of the budget of 100 bytes wait for memory themselves. In use there: a (60 bytes, one).");
    }

    [Fact]
    public void Calls_that_share_a_model_wait_for_each_other_in_peace()
    {
        var story = new LedgerStory().Lease("a", "M", 60, "one").Lease("b", "M", 60, "two").Loaded("M", 60).Forget();
        story.Reserve("c", 40, "one").Reserve("d", 40, "two").ShouldRead("c has it");
        story.Release("c").ShouldRead("d has it");
    }

    [Fact]
    public void A_failed_load_is_told_to_all_and_counts_no_more()
        => new LedgerStory().Lease("a", "M", 60).Lease("b", "M", 60).Failed("M").Reserve("r", 100)
            .ShouldRead("load M", "a refused: no such file", "b refused: no such file", "r has it");

    [Fact]
    public void A_load_that_nobody_waits_for_is_stopped_and_begun_again_for_who_comes_later()
        => new LedgerStory().Lease("a", "M", 60).Cancel("a").Lease("b", "M", 60).Failed("M").Loaded("M", 60).ShouldRead("load M", "stop M", "load M", "b has it");

    [Fact]
    public void A_model_larger_than_said_pushes_out_others()
    {
        var story = new LedgerStory().Resident("Old", 40).Lease("a", "M", 50).Forget();
        story.Loaded("M", 70).ShouldRead("evict Old");
        story.Evicted("Old").ShouldRead("a has it");
    }

    [Fact]
    public void A_model_larger_than_said_that_does_not_fit_is_unloaded()
    {
        var story = new LedgerStory().Reserve("held", 40, "one").Lease("a", "M", 50).Forget();
        story.Loaded("M", 70).ShouldRead(
            "a refused: a was said to need 50 bytes on cpu and took 70 bytes, which does not fit beside what is in use; it was unloaded. In use there: held (40 bytes, one).", "evict M");
    }

    [Fact]
    public void A_model_that_is_being_freed_is_loaded_again_only_afterwards()
    {
        var story = new LedgerStory().Resident("M", 60).Reserve("r", 60).Forget();
        story.Lease("a", "M", 30).ShouldRead();
        story.Evicted("M").ShouldRead("r has it", "load M");
    }
}
