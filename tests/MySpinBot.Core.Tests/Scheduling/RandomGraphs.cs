using System.Collections.Immutable;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Scheduling;

/// <summary>A graph of toy nodes as positions and links, before it becomes a <see cref="ValidGraph"/>: easy to change and to rename.</summary>
internal sealed record ToyGraph(ImmutableArray<ToyNode> Nodes)
{
    public ValidGraph Valid(string prefix = "n")
    {
        // Depth-first from the targets, as the validator orders them.
        var order = new List<int>();
        var seen = new HashSet<int>();
        var saves = Enumerable.Range(0, Nodes.Length).Where(i => Nodes[i].Type == ToyNodes.Save).ToList();
        saves.ForEach(Visit);
        var position = order.Select((node, at) => (node, at)).ToDictionary(pair => pair.node, pair => pair.at);
        var nodes = order.Select(i => new ValidNode
        {
            Id = $"{prefix}{i}",
            Type = Nodes[i].Type,
            Inputs = [.. Nodes[i].Inputs.Select(input => input.Source is { } source ? Binding.OfLink(position[source], 0) : Binding.OfConstant(input.Constant))],
        });
        return new ValidGraph([.. nodes], [.. saves.Select(save => position[save])]);

        void Visit(int node)
        {
            if (seen.Add(node))
            {
                foreach (var input in Nodes[node].Inputs.Where(input => input.Source is not null))
                {
                    Visit(input.Source!.Value);
                }

                order.Add(node);
            }
        }
    }

    public static ToyGraph Random(Random random, CatalogEntry[]? types = null)
    {
        types ??= ToyNodes.Inner;
        var count = random.Next(3, 25);
        var nodes = ImmutableArray.CreateBuilder<ToyNode>();
        nodes.Add(new ToyNode(ToyNodes.Number, [new ToyInput(null, random.Next(20))]));
        for (var i = 1; i < count; i++)
        {
            var type = random.Next(4) == 0 ? ToyNodes.Number : types[random.Next(types.Length)];
            nodes.Add(new ToyNode(type, [.. type.Descriptor.Inputs.Select(input => RandomInput(random, input.Default is not null, i))]));
        }

        for (var save = random.Next(1, 4); save > 0; save--)
        {
            nodes.Add(new ToyNode(ToyNodes.Save, [new ToyInput(random.Next(count), 0)]));
        }

        return new ToyGraph(nodes.ToImmutable());
    }

    private static ToyInput RandomInput(Random random, bool isSetting, int before)
        => isSetting || random.Next(6) == 0 ? new ToyInput(null, random.Next(isSetting ? 4 : 20)) : new ToyInput(random.Next(before), 0);
}

internal sealed record ToyNode(CatalogEntry Type, ImmutableArray<ToyInput> Inputs);

internal readonly record struct ToyInput(int? Source, long Constant);
