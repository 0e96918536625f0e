using System.Collections.Immutable;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Scheduling;

/// <summary>Graphs that chance does not draw: inputs that are left open, paths among results, one piece of work that stands twice.</summary>
public sealed class A_call_is_known_by_all_that_it_is_given
{
    private readonly ToyStore _store = new();

    [Fact]
    public void A_lazy_input_that_is_left_open_is_not_the_same_as_one_that_is_not_wanted_yet()
    {
        Run(Pick(even: Binding.Missing)).Saved["save"][0].ShouldBe(-1);

        Run(Pick(even: Binding.OfLink(1, 0))).Saved["save"][0].ShouldBe(8);
    }

    [Fact]
    public async Task What_a_lazy_call_wanted_when_it_was_linked_is_not_waited_for_when_it_is_left_open()
    {
        Run(Pick(even: Binding.OfLink(1, 0))).Saved["save"][0].ShouldBe(8);

        // A schedule that goes round in circles never comes back.
        var open = await Task.Run(() => Run(Pick(even: Binding.Missing)), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        open.Saved["save"][0].ShouldBe(-1);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void A_blocked_path_among_paths_blocks_its_own_call_only(int first)
    {
        var runner = Run(
            Node("range", ToyNodes.Range, Binding.OfConstant((long)first), Binding.OfConstant(3L)),
            Node("block", ToyNodes.BlocksOn5, Binding.OfLink(0, 0)),
            Node("open", ToyNodes.Open, Binding.OfLink(1, 0)),
            Node("save", ToyNodes.Save, Binding.OfLink(2, 0)));

        runner.End!.Outcome.ShouldBe(RunOutcome.Succeeded);
        runner.Saved["save"].Values.ShouldBe(Enumerable.Range(first, 3).Where(path => path != 5).Select(path => (long)path));
    }

    [Fact]
    public void A_path_whose_bytes_are_lost_is_made_again()
    {
        ValidNode[] graph =
        [
            Node("path", ToyNodes.FailsOn7, Binding.OfConstant(3L)),
            Node("open", ToyNodes.Open, Binding.OfLink(0, 0)),
            Node("save", ToyNodes.Save, Binding.OfLink(1, 0)),
        ];
        Run(graph[0], Node("save", ToyNodes.Save, Binding.OfLink(0, 0)));
        _store.Lose(new Random(1), 100);

        var runner = Run(graph);

        runner.End!.Outcome.ShouldBe(RunOutcome.Succeeded);
        runner.Ran.ShouldBe(["path", "open"]);
    }

    [Fact]
    public void What_a_call_gave_a_moment_ago_is_known_to_the_next_with_the_same_inputs()
        => Run(
            Node("number", ToyNodes.Number, Binding.OfConstant(3L)),
            Node("one", ToyNodes.FailsOn7, Binding.OfLink(0, 0)),
            Node("two", ToyNodes.FailsOn7, Binding.OfLink(1, 0)),
            Node("save", ToyNodes.Save, Binding.OfLink(2, 0))).Ran.ShouldBe(["number", "one", "save"]);

    [Fact]
    public void Two_calls_that_would_expand_to_the_same_expand_once()
    {
        var runner = Run(
            Node("number", ToyNodes.Number, Binding.OfConstant(3L)),
            Node("one", ToyNodes.Loop, Binding.OfLink(0, 0), Binding.OfConstant(1L)),
            Node("two", ToyNodes.Loop, Binding.OfLink(0, 0), Binding.OfConstant(1L)),
            Node("add", ToyNodes.Add, Binding.OfLink(1, 0), Binding.OfLink(2, 0)),
            Node("save", ToyNodes.Save, Binding.OfLink(3, 0)));

        runner.Saved["save"][0].ShouldBe(8);
        runner.Ran.Count(id => id is "one" or "two").ShouldBe(1);
    }

    private static ValidNode[] Pick(Binding even) =>
    [
        Node("which", ToyNodes.Number, Binding.OfConstant(2L)),
        Node("even", ToyNodes.Number, Binding.OfConstant(8L)),
        Node("pick", ToyNodes.Pick, Binding.OfLink(0, 0), even, Binding.Missing),
        Node("save", ToyNodes.Save, Binding.OfLink(2, 0)),
    ];

    private static ValidNode Node(string id, CatalogEntry type, params ImmutableArray<Binding> inputs) => new() { Id = id, Type = type, Inputs = inputs };

    private ToyRunner Run(params ValidNode[] nodes)
        => new ToyRunner(_store, new Random(1), run: 1).Run(new ValidGraph([.. nodes], [Array.FindIndex(nodes, node => node.Type == ToyNodes.Save)]));
}
