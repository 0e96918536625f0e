using MySpinBot.Server.Jobs.Forecasting;

namespace MySpinBot.Server.Tests.Jobs;

public sealed class How_long_runs_take_is_learnt
{
    [Fact]
    public void Graphs_are_of_one_shape_if_they_have_as_many_nodes_of_each_type()
    {
        var shape = GraphShape.Of("""{"1":{"class_type":"Load"},"2":{"class_type":"Blur","inputs":{"radius":3}},"3":{"class_type":"Blur"}}"""u8);
        GraphShape.Of("""{"7":{"class_type":"Blur"},"2":{"class_type":"Blur"},"3":{"class_type":"Load","inputs":{"path":"a.png"}}}"""u8).ShouldBe(shape);
        GraphShape.Of("""{"1":{"class_type":"Load"},"2":{"class_type":"Blur"}}"""u8).ShouldNotBe(shape);
        GraphShape.Of("""{"1":{"class_type":"Load"},"2":{"class_type":"Load"},"3":{"class_type":"Blur"}}"""u8).ShouldNotBe(shape);
        GraphShape.Of("no json"u8).ShouldNotBe(0UL);
        GraphShape.Of([]).ShouldNotBe(0UL);
    }

    [Fact]
    public void Later_runs_count_more_what_is_not_known_takes_what_is_typical_and_all_of_it_can_be_kept()
    {
        var times = new RunTimes();
        times.Of(1).ShouldBeNull();
        for (var i = 0; i < 50; i++)
        {
            times.Learn(1, 10);
        }

        for (var i = 0; i < 20; i++)
        {
            times.Learn(1, 2);
        }

        times.Of(1)!.Value.ShouldBe(2, 0.1);
        times.Of(2).ShouldBe(times.Typical);

        var again = new RunTimes();
        again.Read(times.Write());
        again.Read([1, 2, 3]);
        again.Of(1).ShouldBe(times.Of(1));
    }

    [Fact]
    public void Only_so_many_shapes_are_remembered_and_those_met_last_stay()
    {
        var times = new RunTimes();
        for (var i = 1UL; i <= 10_000; i++)
        {
            times.Learn(i, i);
        }

        times.Of(10_000).ShouldBe(10_000);
        (times.Write().Length / 16).ShouldBeLessThanOrEqualTo(4096);
    }
}
