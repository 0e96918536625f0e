using MySpinBot.Core.Catalogs;

namespace MySpinBot.Core.Tests.Scheduling;

/// <summary>What a toy graph should give, told the plain way: by recursion, one node after the other, without any of the engine's code.
/// A list of results per node; an element is null where it is blocked; the whole is null where the node fails or needs one that does.</summary>
internal sealed class Reference(ToyGraph graph, int run)
{
    private readonly Dictionary<int, long?[]?> _known = [];

    public long?[]? Of(int node)
    {
        if (!_known.TryGetValue(node, out var result))
        {
            _known[node] = result = Evaluate(graph.Nodes[node]);
        }

        return result;
    }

    public bool Fails(int node) => Of(node) is null;

    public static long Loop(long x, long times) => times <= 0 ? x : Loop(x + times, times - 1);

    private long?[]? Evaluate(ToyNode node)
    {
        var type = node.Type;
        if (type == ToyNodes.Pick)
        {
            return Pick(node);
        }

        var inputs = node.Inputs.Select(input => input.Source is { } source ? Of(source) : [input.Constant]).ToList();
        if (inputs.Contains(null))
        {
            return null;
        }

        if (type == ToyNodes.Sum)
        {
            return inputs[0]!.Contains(null) ? [null] : [inputs[0]!.Sum()];
        }

        return Map(node, inputs!, values => Call(type, values));
    }

    /// <summary>Which branches are made is decided over all calls before any is taken, as the longest list may come in over a branch.</summary>
    private long?[]? Pick(ToyNode node)
    {
        var which = node.Inputs[0].Source is { } source ? Of(source) : [node.Inputs[0].Constant];
        if (which is null)
        {
            return null;
        }

        var branches = new long?[]?[2];
        while (true)
        {
            var lists = Known(node, which, branches);
            var count = lists.Any(list => list.Length == 0) ? 0 : lists.Count == 0 ? 1 : lists.Max(list => list.Length);
            var grew = false;
            for (var call = 0; call < count; call++)
            {
                if (which[Math.Min(call, which.Length - 1)] is { } choice && branches[choice & 1] is null)
                {
                    var input = node.Inputs[1 + (int)(choice & 1)];
                    branches[choice & 1] = input.Source is { } wanted ? Of(wanted) : [input.Constant];
                    if (branches[choice & 1] is null)
                    {
                        return null;
                    }

                    grew = true;
                }
            }

            if (!grew)
            {
                return [.. Enumerable.Range(0, count).SelectMany(call => Taken(which[Math.Min(call, which.Length - 1)], call, branches))];
            }
        }
    }

    private static long?[] Taken(long? choice, int call, long?[]?[] branches) => choice switch
    {
        null => [null],
        { } taken when branches[taken & 1]!.Length == 0 => [],
        { } taken => [branches[taken & 1]![Math.Min(call, branches[taken & 1]!.Length - 1)]],
    };

    private static List<long?[]> Known(ToyNode node, long?[] which, long?[]?[] branches)
    {
        var lists = new List<long?[]>();
        if (node.Inputs[0].Source is not null)
        {
            lists.Add(which);
        }

        for (var i = 0; i < 2; i++)
        {
            if (node.Inputs[1 + i].Source is not null && branches[i] is { Length: > 0 } branch)
            {
                lists.Add(branch);
            }
        }

        return lists;
    }

    private static long?[]? Map(ToyNode node, List<long?[]> inputs, Func<long[], long?[]?> call)
    {
        var lists = inputs.Where((_, i) => node.Inputs[i].Source is not null).ToList();
        var count = lists.Count == 0 ? 1 : lists.Any(list => list.Length == 0) ? 0 : lists.Max(list => list.Length);
        var results = new List<long?>();
        for (var i = 0; i < count; i++)
        {
            var values = inputs.Select(list => list[Math.Min(i, list.Length - 1)]).ToList();
            if (values.Contains(null))
            {
                results.Add(null);
            }
            else if (call([.. values.Select(value => value!.Value)]) is { } result)
            {
                results.AddRange(result);
            }
            else
            {
                return null;
            }
        }

        return [.. results];
    }

    private long?[]? Call(CatalogEntry type, long[] x) => type.ClassType switch
    {
        "Number" => [x[0]],
        "Add" => [x[0] + x[1]],
        "Range" => [.. Enumerable.Range(0, (int)x[1]).Select(i => (long?)(x[0] + i))],
        "Loop" => [Loop(x[0], x[1])],
        "Fickle" => [(x[0] % 100) + (1000 * run)],
        "FailsOn7" => x[0] % 7 == 0 ? null : [x[0]],
        "BlocksOn5" => [x[0] % 5 == 0 ? null : x[0]],
        "Save" => [x[0]],
        _ => throw new InvalidOperationException(type.ClassType),
    };
}
