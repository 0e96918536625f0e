using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Planning;

/// <summary>Gives every node of a graph its recipe key, in one pass over nodes and links.</summary>
public static class Planner
{
    /// <summary>Plans a whole graph.</summary>
    public static Plan Plan(ValidGraph graph, PlanFacts facts) => Plan(graph, facts, [], "");

    /// <summary>Plans the nodes of an expansion.</summary>
    /// <param name="graph">The nodes.</param>
    /// <param name="facts">What was known of the world outside.</param>
    /// <param name="outer">Recipe key and output behind each raw link that the expanding call was given; a null key where there is none.</param>
    /// <param name="idPrefix">What stands before the nodes' ids in the run.</param>
    internal static Plan Plan(ValidGraph graph, PlanFacts facts, ReadOnlySpan<(TraceKey? Key, int Output)> outer, string idPrefix)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(facts);
        var keys = new TraceKey?[graph.Nodes.Length];
        var buffer = new KeyBuffer();
        foreach (var i in LeadsOn(graph) ? Order(graph) : Enumerable.Range(0, keys.Length))
        {
            keys[i] = RecipeKey(graph, i, facts, keys, outer, idPrefix, buffer);
        }

        return new Plan(graph, facts, ImmutableCollectionsMarshal.AsImmutableArray(keys));
    }

    /// <summary>Whether a raw link leads to a node further on; only loops that are drawn have such.</summary>
    private static bool LeadsOn(ValidGraph graph)
    {
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
            foreach (var input in graph.Nodes[i].Inputs)
            {
                if (input.Kind == BindingKind.RawLink && input.Source >= i)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Links lead back, but raw links may lead on: there what they lead to comes first, unless that leads back here, when there is no key.</summary>
    private static IEnumerable<int> Order(ValidGraph graph)
    {
        var isMet = new bool[graph.Nodes.Length];
        var path = new Stack<(int Node, bool IsLeft)>();
        for (var root = 0; root < isMet.Length; root++)
        {
            path.Push((root, false));
            while (path.TryPop(out var at))
            {
                if (at.IsLeft)
                {
                    yield return at.Node;
                }
                else if (!isMet[at.Node])
                {
                    isMet[at.Node] = true;
                    path.Push((at.Node, true));
                    foreach (var input in graph.Nodes[at.Node].Inputs)
                    {
                        Meet(input);
                    }

                    foreach (var extra in graph.Nodes[at.Node].Extra)
                    {
                        Meet(extra.Binding);
                    }
                }
            }
        }

        void Meet(Binding input)
        {
            if (input.Kind is BindingKind.Link or BindingKind.RawLink && input.Source >= 0 && !isMet[input.Source])
            {
                path.Push((input.Source, false));
            }
        }
    }

    private static TraceKey? RecipeKey(ValidGraph graph, int index, PlanFacts facts, TraceKey?[] keys, ReadOnlySpan<(TraceKey? Key, int Output)> outer, string idPrefix, KeyBuffer buffer)
    {
        var node = graph.Nodes[index];
        string? fingerprint = null;
        if (node.Type.Descriptor.Repeatability == Repeatability.Volatile
            || (facts.Fingerprints.Count > 0 && facts.Fingerprints.TryGetValue(index, out fingerprint) && fingerprint is null))
        {
            return null;
        }

        CallKeys.Head(buffer, 'R', node, fingerprint);
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            var binding = node.Inputs[i];
            if (binding.Kind is not (BindingKind.Link or BindingKind.RawLink))
            {
                CallKeys.Setting(buffer, i, node, binding.Kind == BindingKind.Hidden ? idPrefix + node.Id : "", binding, binding.Kind == BindingKind.File ? facts.Files.GetValueOrDefault((index, i)) : null);
            }
            else if (ArrivesAsPath(graph, node, i) || !AddLink(buffer, i, binding, keys, outer))
            {
                return null;
            }
        }

        foreach (var extra in node.Extra)
        {
            buffer.Tag('X');
            buffer.Text(extra.Name);
            if (!AddLink(buffer, -1, extra.Binding, keys, outer))
            {
                return null;
            }
        }

        return buffer.Hash();
    }

    /// <summary>A file whose path is a result: which bytes it names is known only when the call is ready.</summary>
    internal static bool ArrivesAsPath(ValidGraph graph, ValidNode node, int input)
    {
        var binding = node.Inputs[input];
        return binding.Kind == BindingKind.Link
            && node.Type.Descriptor.Inputs[input].Type == SocketTypes.File
            && (binding.Source < 0 || graph.Nodes[binding.Source].Type.Descriptor.Outputs[binding.Output].Type != SocketTypes.File);
    }

    private static bool AddLink(KeyBuffer buffer, int position, Binding binding, TraceKey?[] keys, ReadOnlySpan<(TraceKey? Key, int Output)> outer)
    {
        var (key, output) = binding.Source >= 0 ? (keys[binding.Source], binding.Output) : outer[~binding.Source];
        if (key is not { } known)
        {
            return false;
        }

        CallKeys.Link(buffer, position, binding.Kind == BindingKind.RawLink ? 'W' : 'L', known, output);
        return true;
    }
}
