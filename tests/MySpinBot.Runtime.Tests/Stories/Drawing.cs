using System.Text.Json.Nodes;

namespace MySpinBot.Runtime.Tests.Stories;

/// <summary>Reads a graph that is drawn: <c>load -> blur -> save</c>. A node is called after its type (<c>blur2</c> is a <c>Blur</c>) or says it: <c>left:Blur</c>.
/// A link goes from the first output to the next linkable input, or <c>split.tail -> concat.b</c>.</summary>
internal static class Drawing
{
    public static void AddTo(JsonObject nodes, string line, Func<string, IReadOnlyList<string>> inputsOf)
    {
        var steps = line.Split("->", StringSplitOptions.TrimEntries);
        string? from = null;
        foreach (var step in steps)
        {
            var (name, socket) = step.Split('.') is [var id, var rest] ? (id, rest) : (step, null);
            var node = Node(nodes, ref name);
            if (from is not null)
            {
                var (source, output) = from.Split('.') is [var one, var named] ? (one, named) : (from, null);
                var link = new JsonObject { ["from"] = source };
                if (output is not null)
                {
                    link["output"] = output;
                }

                var inputs = node["inputs"]!.AsObject();
                var isLast = ReferenceEquals(step, steps[^1]);
                var input = socket is not null && (isLast || inputsOf((string)node["class_type"]!).Contains(socket))
                    ? socket
                    : inputsOf((string)node["class_type"]!).FirstOrDefault(free => !inputs.ContainsKey(free)) ?? throw new ArgumentException($"'{name}' has no free input in '{line}'.");
                inputs[input] = link;
            }

            from = socket is not null && from is null ? $"{name}.{socket}" : name;
        }
    }

    private static JsonObject Node(JsonObject nodes, ref string name)
    {
        var type = char.ToUpperInvariant(name[0]) + name[1..].TrimEnd("0123456789".ToCharArray());
        if (name.Split(':') is [var id, var said])
        {
            (name, type) = (id, said);
        }

        if (!nodes.ContainsKey(name))
        {
            nodes[name] = new JsonObject { ["class_type"] = type, ["inputs"] = new JsonObject() };
        }

        return nodes[name]!.AsObject();
    }
}
