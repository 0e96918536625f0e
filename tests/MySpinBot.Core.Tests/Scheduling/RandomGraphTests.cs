using MySpinBot.Core.Messages;

namespace MySpinBot.Core.Tests.Scheduling;

/// <summary>2,000 random graphs (lazy, expanding, list, failing, blocking, volatile nodes among them), each in a random order of completion.</summary>
public sealed class RandomGraphTests
{
    private const int Graphs = 2000;

    [Fact]
    public void Every_graph_gives_what_plain_recursion_gives_whatever_the_order_of_completion()
        => ForEachGraph((graph, random) =>
        {
            var runner = new ToyRunner(new ToyStore(), random, run: 1).Run(graph.Valid());
            ShouldAgree(graph, runner, new Reference(graph, 1));
        });

    [Fact]
    public void A_second_run_runs_only_what_is_volatile_or_below_it_or_failed()
        => ForEachGraph((graph, random) =>
        {
            var store = new ToyStore();
            new ToyRunner(store, random, 1).Run(graph.Valid());

            var again = new ToyRunner(store, random, 2).Run(graph.Valid());

            var reference = new Reference(graph, 2);
            foreach (var id in again.Ran.Select(Outermost).Distinct())
            {
                (IsTouchedBy(graph, id, node => node.Type == ToyNodes.Fickle || reference.Fails(node.Index))).ShouldBeTrue($"n{id} ran again for no reason");
            }
        });

    [Fact]
    public void Renaming_ids_runs_nothing_again()
        => ForEachGraph((graph, random) =>
        {
            var store = new ToyStore();
            new ToyRunner(store, random, 1).Run(graph.Valid("n"));

            var renamed = new ToyRunner(store, random, 1).Run(graph.Valid("m"));

            var reference = new Reference(graph, 1);
            renamed.Ran.Select(Outermost).Distinct()
                .ShouldAllBe(id => IsTouchedBy(graph, id, node => node.Type == ToyNodes.Fickle || reference.Fails(node.Index)));
        });

    [Fact]
    public void Lost_bytes_are_made_again_and_the_results_stay_the_same()
        => ForEachGraph((graph, random) =>
        {
            var store = new ToyStore();
            new ToyRunner(store, random, 1).Run(graph.Valid());
            store.Lose(random, 50);
            var changed = Change(graph, random);

            var runner = new ToyRunner(store, random, 1).Run(changed.Valid());

            ShouldEndAlike(changed, runner, new Reference(changed, 1));
        });

    [Fact]
    public void A_target_on_record_drags_no_ancestor_in_even_when_every_value_is_lost()
        => ForEachGraph((_, random) =>
        {
            var graph = ToyGraph.Random(random, [.. ToyNodes.Inner.Where(type => type != ToyNodes.Fickle && type != ToyNodes.FailsOn7)]);
            var store = new ToyStore();
            new ToyRunner(store, random, 1).Run(graph.Valid());
            store.Lose(random, 100);

            var runner = new ToyRunner(store, random, 1).Run(graph.Valid());

            runner.Ran.ShouldBeEmpty();
            runner.End!.Outcome.ShouldBe(RunOutcome.Succeeded);
        });

    [Fact]
    public void Changing_a_setting_runs_nothing_that_does_not_depend_on_it()
        => ForEachGraph((graph, random) =>
        {
            var store = new ToyStore();
            new ToyRunner(store, random, 1).Run(graph.Valid());
            var changed = Change(graph, random, out var node);

            var runner = new ToyRunner(store, random, 1).Run(changed.Valid());

            ShouldEndAlike(changed, runner, new Reference(changed, 1));
            var before = new Reference(graph, 1);
            runner.Ran.Select(Outermost).Distinct().ShouldAllBe(id => IsTouchedBy(changed, id,
                other => other.Index == node || other.Type == ToyNodes.Fickle || before.Fails(other.Index) || !WasWanted(graph, before, other.Index)));
        });

    [Fact]
    public void Check_mode_runs_everything_again_and_finds_no_difference_but_in_what_is_volatile()
        => ForEachGraph((graph, random) =>
        {
            var store = new ToyStore();
            var first = new ToyRunner(store, random, 1).Run(graph.Valid());

            var check = new ToyRunner(store, random, 1).Run(graph.Valid(), new Core.Scheduling.ScheduleOptions { Check = true });

            check.Events.OfType<ResultDiffered>().ShouldBeEmpty();
            check.Ran.Count.ShouldBeGreaterThanOrEqualTo(first.Ran.Count);
        });

    private static void ForEachGraph(Action<ToyGraph, Random> check)
        => Parallel.For(0, Graphs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var random = new Random(seed);
            var graph = ToyGraph.Random(random);
            try
            {
                check(graph, random);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Graph of seed {seed}: {e.Message}\n{Draw(graph)}", e);
            }
        });

    private static void ShouldAgree(ToyGraph graph, ToyRunner runner, Reference reference)
    {
        ShouldEndAlike(graph, runner, reference);
        var saved = runner.Saved.Values.SelectMany(calls => calls.Values).ToHashSet();
        var expected = Saves(graph).Where(save => !reference.Fails(save)).SelectMany(save => reference.Of(save)!).OfType<long>().ToHashSet();
        expected.IsSubsetOf(saved).ShouldBeTrue($"expected {string.Join(", ", expected)}, saved {string.Join(", ", saved)}");
        saved.Except(Saves(graph).SelectMany(save => reference.Of(save) ?? []).OfType<long>()).Where(_ => !Saves(graph).Any(reference.Fails)).ShouldBeEmpty();
    }

    private static void ShouldEndAlike(ToyGraph graph, ToyRunner runner, Reference reference)
    {
        runner.End!.Outcome.ShouldBe(Saves(graph).Any(reference.Fails) ? RunOutcome.Failed : RunOutcome.Succeeded);
    }

    private static IEnumerable<int> Saves(ToyGraph graph) => Enumerable.Range(0, graph.Nodes.Length).Where(i => graph.Nodes[i].Type == ToyNodes.Save);

    private static ToyGraph Change(ToyGraph graph, Random random) => Change(graph, random, out _);

    private static ToyGraph Change(ToyGraph graph, Random random, out int node)
    {
        var numbers = Enumerable.Range(0, graph.Nodes.Length).Where(i => graph.Nodes[i].Type == ToyNodes.Number).ToList();
        node = numbers[random.Next(numbers.Count)];
        return new ToyGraph(graph.Nodes.SetItem(node, new ToyNode(ToyNodes.Number, [new ToyInput(null, graph.Nodes[node].Inputs[0].Constant + 1)])));
    }

    /// <summary>Whether the first run can have made this node: something may hang on a branch that was not taken then.</summary>
    private static bool WasWanted(ToyGraph graph, Reference reference, int node)
        => !graph.Nodes.Any(pick => pick.Type == ToyNodes.Pick && pick.Inputs.Any(input => input.Source is { } source && (source == node || Above(graph, source).Contains(node))))
            && reference.Of(node) is not null;

    private static bool IsTouchedBy(ToyGraph graph, string id, Func<(int Index, Core.Catalogs.CatalogEntry Type), bool> cause)
        => Above(graph, int.Parse(id)).Any(node => cause((node, graph.Nodes[node].Type)));

    private static HashSet<int> Above(ToyGraph graph, int node)
    {
        var above = new HashSet<int> { node };
        for (var i = node; i >= 0; i--)
        {
            if (above.Contains(i))
            {
                above.UnionWith(graph.Nodes[i].Inputs.Where(input => input.Source is not null).Select(input => input.Source!.Value));
            }
        }

        return above;
    }

    private static string Outermost(string id) => id[1..].Split('.')[0];

    private static string Draw(ToyGraph graph)
        => string.Join('\n', graph.Nodes.Select((node, i) => $"  {i}: {node.Type.ClassType}({string.Join(", ", node.Inputs.Select(input => input.Source is { } source ? $"#{source}" : $"{input.Constant}"))})"));
}
