using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Sentences;

namespace MySpinBot.Core.Documents.Reading;

/// <summary>Reads one node, of either form.</summary>
internal static class NodeForm
{
    /// <summary>The node; null, and a problem, where it is none.</summary>
    public static NodeEntry? Read(string id, JsonElement json, List<GraphProblem> problems)
    {
        var node = $"node {Shown.Name(id)}";
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(FormFaults.Malformed($"Node {Shown.Name(id)} is {Shown.Value(json)}; a node is an object with 'class_type' and 'inputs'.", id));
            return null;
        }

        var fields = Fields.Of(json, node, id, problems);
        var type = fields.Take("class_type");
        if (type is not { ValueKind: JsonValueKind.String })
        {
            var given = type is null ? "has no 'class_type'" : $"has {Shown.Value(type.Value)} as its 'class_type'";
            problems.Add(FormFaults.Malformed($"Node {Shown.Name(id)} {given}; it must name the node's type, such as \"LoadImage\".", id));
            return null;
        }

        return new NodeEntry
        {
            Id = id,
            ClassType = type.Value.GetString()!,
            Version = FormFaults.Version(fields.Take("version"), $"Field 'version' of {node}", id, problems),
            Mode = Mode(id, FormFaults.Text(fields.Take("mode"), $"Field 'mode' of {node}", id, problems), problems),
            Inputs = Inputs(id, type.Value.GetString()!, fields.Take("inputs"), problems),
            Title = FormFaults.Text(fields.Take("title"), $"Field 'title' of {node}", id, problems) ?? MetaTitle(fields),
            Rest = fields.Rest(),
        };
    }

    private static NodeMode Mode(string id, string? mode, List<GraphProblem> problems)
    {
        switch (mode)
        {
            case null or "normal":
                return NodeMode.Normal;
            case "muted":
                return NodeMode.Muted;
            case "bypassed":
                return NodeMode.Bypassed;
            default:
                problems.Add(FormFaults.Malformed($"Node {Shown.Name(id)} has the mode {Shown.Name(mode)}; modes are 'normal', 'muted' and 'bypassed'.", id));
                return NodeMode.Normal;
        }
    }

    // ComfyUI keeps the title as {"_meta": {"title": …}}; whatever else stands there is kept as it is.
    private static string? MetaTitle(Fields fields)
    {
        var meta = fields.All.FirstOrDefault(field => field.Key == "_meta").Value;
        if (meta.ValueKind != JsonValueKind.Object || !meta.TryGetProperty("title", out var title) || title.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        if (meta.EnumerateObject().Count() == 1)
        {
            fields.Take("_meta");
        }

        return title.GetString();
    }

    private static ImmutableArray<NodeInput> Inputs(string id, string classType, JsonElement? json, List<GraphProblem> problems)
    {
        if (!FormFaults.IsObject(json, $"Field 'inputs' of node {Shown.Name(id)}", id, problems))
        {
            return [];
        }

        var fields = new Fields(json!.Value, name => new InputPlace(id, classType, name).Problem(ProblemCodes.DuplicateId, "stands twice; names of inputs must be unique."), problems);
        var inputs = ImmutableArray.CreateBuilder<NodeInput>(fields.All.Count);
        foreach (var (name, value) in fields.All)
        {
            if (InputJson.TryRead(value, out var read, out var fault))
            {
                inputs.Add(new NodeInput(name, read));
            }
            else if (!FormFaults.IsEnough(problems))
            {
                problems.Add(new InputPlace(id, classType, name).Problem(ProblemCodes.BadLink, fault));
            }
        }

        return inputs.DrainToImmutable();
    }
}
