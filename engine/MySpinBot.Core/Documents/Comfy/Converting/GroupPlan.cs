using System.Collections.Immutable;
using MySpinBot.Core.Documents.Comfy.Describing;
using MySpinBot.Core.Documents.Comfy.Form;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>What a group node of an old front end means: a subgraph, and how the node's inputs and values are those of the nodes inside.</summary>
/// <param name="Definition">The subgraph.</param>
/// <param name="Fields">The node's fields, in the order of its saved values, with the names of the subgraph's inputs.</param>
/// <param name="Sockets">The subgraph's inputs by the position of the node's.</param>
internal sealed record GroupPlan(SubgraphDefinition Definition, ImmutableArray<InputInterface> Fields, ImmutableArray<(string Name, string Type)> Sockets)
{
    // The separator changed in 2024.
    private static readonly string[] Prefixes = ["workflow>", "workflow/"];

    private readonly HashSet<string> _names = new(Sockets.Select(socket => socket.Name).Concat(Fields.Select(field => field.Name)), StringComparer.Ordinal);

    public string Name => Definition.Name;

    /// <summary>The plan of the group that a node is; null for other nodes, and for groups that the document does not hold.</summary>
    public static GroupPlan? For(Conversion conversion, UiNode node)
    {
        foreach (var prefix in Prefixes)
        {
            if (node.Type.StartsWith(prefix, StringComparison.Ordinal) && conversion.Document.Groups.TryGetValue(node.Type[prefix.Length..], out var data))
            {
                var name = node.Type[prefix.Length..];
                if (!conversion.Groups.TryGetValue(name, out var plan))
                {
                    conversion.Groups.Add(name, null); // a group that holds itself is none
                    conversion.Groups[name] = plan = new GroupReading(conversion, name, data).Read();
                }

                return plan;
            }
        }

        return null;
    }

    /// <summary>The subgraph's input that an input of the node is: the one of its name, or of its position.</summary>
    public string? InputFor(UiSocket socket)
        => _names.Contains(socket.Name) ? socket.Name : socket.Position < Sockets.Length ? Sockets[socket.Position].Name : null;
}
