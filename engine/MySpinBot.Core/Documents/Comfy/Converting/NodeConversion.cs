using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Describing;
using MySpinBot.Core.Documents.Comfy.Form;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Flattening;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>Makes one node of ours of one of the front end's.</summary>
internal static class NodeConversion
{
    /// <summary>The field that says what becomes of a seed.</summary>
    public const string StepField = "control_after_generate";

    /// <summary>A node that only leads a link elsewhere. Its mode does not count, as in the front end.</summary>
    public static NodeEntry Reroute(UiNode node, Sources sources) => new()
    {
        Id = node.Id,
        ClassType = Conversion.Reroute,
        Title = node.Title,
        Inputs = node.Inputs is [var input, ..] && sources.Of(node, input) is { } source ? [new NodeInput("", source)] : [],
    };

    /// <summary>A node of a type that is known, or of one that is not.</summary>
    public static NodeEntry Ordinary(UiNode node, GraphPlan plan, Sources sources, Conversion conversion)
    {
        var type = conversion.Types.Find(node.Type);
        var values = conversion.ValuesOf(node);
        Tell(node, type, values, plan, conversion);
        var inputs = OnTheOutside(node, plan);
        foreach (var (name, value) in values.Values)
        {
            var socket = node.Input(name);
            if (socket is not { Link: not null } || sources.IsDead(node, socket) || sources.Of(node, socket) is not { } source)
            {
                inputs.Add(name, new ConstantValue(Sent(node, type, name, value, plan, conversion)));
            }
            else
            {
                inputs.Add(name, source);
            }
        }

        foreach (var socket in node.Inputs)
        {
            if (socket.Link is not null && !inputs.Has(socket.Name) && sources.Of(node, socket) is { } source)
            {
                inputs.Add(socket.Name, source);
            }
        }

        return Entry(node, node.Type, inputs, values.Step, isWhole: type is null || values.Unnamed > 0);
    }

    /// <summary>A node that uses a subgraph.</summary>
    public static NodeEntry Instance(UiNode node, GraphPlan used, GraphPlan plan, Sources sources)
    {
        var inputs = OnTheOutside(node, plan);
        AddLinks(inputs, node, sources, socket => Instances.InputFor(used, node, socket)?.Name, Instances.ValuesOf(node, used));

        return Entry(node, SubgraphExpansion.TypePrefix + used.Name, inputs, null, isWhole: false);
    }

    /// <summary>A group node of an old front end: it uses a subgraph too.</summary>
    public static NodeEntry Group(UiNode node, GroupPlan group, Sources sources)
    {
        var inputs = new InputList();
        var values = WidgetValues.Of(group.Fields, node.Values);
        AddLinks(inputs, node, sources, group.InputFor, values.Values);

        return Entry(node, SubgraphExpansion.TypePrefix + group.Name, inputs, values.Step, isWhole: values.Unnamed > 0);
    }

    // Fields that those who use the subgraph see on the outside.
    private static InputList OnTheOutside(UiNode node, GraphPlan plan)
    {
        var inputs = new InputList();
        if (plan.ByField.TryGetValue(node.Id, out var fields))
        {
            foreach (var (field, planned) in fields)
            {
                inputs.Add(field, new GraphInputValue(planned.Name));
            }
        }

        return inputs;
    }

    // Links first, then values; a link over which nothing comes only where there is no value in its place.
    private static void AddLinks(InputList inputs, UiNode node, Sources sources, Func<UiSocket, string?> nameOf, IEnumerable<KeyValuePair<string, JsonElement>> values)
    {
        var dead = new List<(string Name, InputValue Source)>();
        foreach (var socket in node.Inputs)
        {
            if (socket.Link is null || nameOf(socket) is not { } name || sources.Of(node, socket) is not { } source)
            {
                continue;
            }

            if (sources.IsDead(node, socket))
            {
                dead.Add((name, source));
            }
            else
            {
                inputs.Add(name, source);
            }
        }

        foreach (var (name, value) in values)
        {
            inputs.Add(name, new ConstantValue(value));
        }

        foreach (var (name, source) in dead)
        {
            inputs.Add(name, source);
        }
    }

    private static NodeEntry Entry(UiNode node, string classType, InputList inputs, string? step, bool isWhole)
    {
        var rest = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonElement>>(2);
        if (step is not null)
        {
            rest.Add(new(StepField, Kept.Text(step)));
        }

        if ((isWhole ? node.Json : Kept.OfNode(node)) is { } kept)
        {
            rest.Add(new(Kept.Field, kept));
        }

        return new NodeEntry
        {
            Id = node.Id,
            ClassType = classType,
            Mode = node.Mode switch
            {
                UiNode.Never => NodeMode.Muted,
                UiNode.Bypass => NodeMode.Bypassed,
                _ => NodeMode.Normal,
            },
            Title = node.Title,
            Inputs = inputs.All,
            Rest = rest.ToImmutable(),
        };
    }

    // Some values are texts in which the front end replaces something before it sends them.
    private static JsonElement Sent(UiNode node, NodeInterface? type, string name, JsonElement value, GraphPlan plan, Conversion conversion)
    {
        if (value.ValueKind != JsonValueKind.String || UiJson.Text(value) is not { } text)
        {
            return value;
        }

        var sent = text;
        if (name == TextReplacement.Field && text.Contains('%', StringComparison.Ordinal))
        {
            sent = conversion.Texts.Replace(text);
        }
        else if (type?.Input(name) is { IsTemplate: true } && PromptTemplate.Resolve(text) is var (resolved, isChoice) && resolved != text)
        {
            sent = resolved;
            if (isChoice)
            {
                conversion.Notice(ProblemCodes.BadValue, node, name, $"Input {Shown.Name(name)} of {conversion.Named(node, plan)} has choices in braces, of which ComfyUI's front end takes another for every run; here the first of each is taken.");
            }
        }

        return ReferenceEquals(sent, text) ? value : Kept.Text(sent);
    }

    private static void Tell(UiNode node, NodeInterface? type, NamedValues values, GraphPlan plan, Conversion conversion)
    {
        if (type is null)
        {
            var runs = node.Mode is UiNode.Never or UiNode.Bypass ? "" : ", and the graph cannot run with it";
            conversion.Notice(ProblemCodes.UnknownNodeType, node, null, $"The type of {conversion.Named(node, plan)} is not known here; the node stays in the document with all its data{runs}.{Nameless(values.Unnamed)}");
        }
        else if (values.Unnamed > 0 && type.Inputs.Any(input => input.Field != FieldKind.None)) // without fields they are previews
        {
            conversion.Notice(ProblemCodes.BadValue, node, null, $"Of {conversion.Named(node, plan)} {(values.Unnamed == 1 ? "one saved value belongs" : $"{values.Unnamed} saved values belong")} to no field that its type has; the node keeps {(values.Unnamed == 1 ? "it, and it is" : "them, and they are")} not used.");
        }
    }

    // Whoever writes the API format of it has to know that something is missing there, and what would bring it.
    private static string Nameless(int values) => values switch
    {
        0 => "",
        1 => " Its saved value has no name here and is missing in the API format; /object_info of a ComfyUI that has the type names it.",
        _ => $" Its {values} saved values have no names here and are missing in the API format; /object_info of a ComfyUI that has the type names them.",
    };
}
