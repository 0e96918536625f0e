using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation.Wiring;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents;

/// <summary>A document after an edit, or the document as it was and what is wrong with the edit.</summary>
/// <param name="Document">The document.</param>
/// <param name="Problems">What is wrong; empty where the edit was done.</param>
public sealed record EditResult(GraphDocument Document, ImmutableArray<GraphProblem> Problems);

/// <summary>Changes to documents that command line and API offer. They only say what cannot be done; whether the value fits is for validation.</summary>
public static class Edits
{
    /// <summary>Does <c>node.input=value</c>, or <c>name=value</c> for a named input of the graph.</summary>
    public static EditResult Set(GraphDocument document, string assignment, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(assignment);
        var sign = assignment.IndexOf('=', StringComparison.Ordinal);
        if (sign <= 0)
        {
            return Refuse(document, ProblemCodes.UnknownInput, null, null, $"{Shown.Name(assignment)} is not an assignment; write node.input=value, or name=value for a named input of the graph.");
        }

        var (path, text) = (assignment[..sign].Trim(), assignment[(sign + 1)..]);
        return document.Inputs.Any(input => input.Name == path) ? SetNamedInput(document, path, text) : SetInput(document, path, text, catalog);
    }

    /// <summary>Gives an input a text: taken as JSON only where the input's declared type wants a number, a truth value, a list or an object; as a name where it wants a secret.</summary>
    /// <param name="document">The document.</param>
    /// <param name="path"><c>node.input</c>.</param>
    /// <param name="text">The text.</param>
    /// <param name="catalog">Where the type is looked up.</param>
    public static EditResult SetInput(GraphDocument document, string path, string text, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Change(document, path, catalog, input => TextValue.As(input, text));
    }

    /// <summary>Gives an input a value in the document's form: a constant, or an object or list that is a link, a named input or a secret.</summary>
    public static EditResult SetInput(GraphDocument document, string path, JsonElement value, Catalog catalog)
        => Change(document, path, catalog, input => InputJson.TryRead(value, out var read, out _) ? read : new ConstantValue(value));

    /// <summary>Gives a named input of the graph a text as its default; taken as JSON only where its type wants that.</summary>
    public static EditResult SetNamedInput(GraphDocument document, string name, string text)
    {
        ArgumentNullException.ThrowIfNull(document);
        var type = document.Inputs.FirstOrDefault(input => input.Name == name)?.Type ?? SocketTypes.Any;
        var value = TextValue.As(new InputDescriptor { Name = name, Type = type }, text) as ConstantValue;
        return SetNamedInput(document, name, value?.Json ?? TextValue.Json(text));
    }

    /// <summary>Gives a named input of the graph a default.</summary>
    public static EditResult SetNamedInput(GraphDocument document, string name, JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Inputs.FirstOrDefault(input => input.Name == name) is { } named)
        {
            return new EditResult(document with { Inputs = document.Inputs.Replace(named, named with { Default = value }) }, []);
        }

        var names = document.Inputs.Select(input => input.Name).ToList();
        var there = names.Count == 0 ? "it has none" : $"it has {Shown.Names(names)}";
        return Refuse(document, ProblemCodes.UnknownInput, null, name, $"The graph has no input {Shown.Name(name)}; {there}.{new NearestNames().Ask(name, names)}");
    }

    /// <summary>Names the nodes to make; none for all output nodes.</summary>
    public static EditResult ChooseTargets(GraphDocument document, IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(document);
        var targets = ids.Distinct().ToImmutableArray();
        var nearest = new NearestNames();
        var there = document.Nodes.Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        var problems = targets.Where(id => !there.Contains(id.Split(':')[0]) && !there.Contains(id))
            .Select(id => new GraphProblem(ProblemCodes.UnknownNode, null, null, $"Target {Shown.Name(id)} is not a node of the graph.{nearest.Ask(id, there)}"))
            .ToImmutableArray();
        return problems.IsEmpty ? new EditResult(document with { Targets = targets }, []) : new EditResult(document, problems);
    }

    private static EditResult Change(GraphDocument document, string path, Catalog catalog, Func<InputDescriptor, InputValue> value)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(catalog);
        if (Split(document, path) is not var (node, name))
        {
            return NoNode(document, path);
        }

        // What is not in the catalog is kept as it is written; validation tells.
        var type = catalog.Find(node.ClassType)?.Descriptor;
        var declared = Wire.PositionIn(type, name);
        if (type is not null && (declared < 0 ? !type.TakesExtraInputs : type.Inputs[declared].Hidden is not null))
        {
            var names = type.Inputs.Where(input => input.Hidden is null).Select(input => input.Name).ToList();
            var there = names.Count == 0 ? "it has none" : $"it has {Shown.Names(names)}";
            return Refuse(
                document, ProblemCodes.UnknownInput, node.Id, name, $"Node {Shown.Name(node.Id)} ({Shown.Plain(node.ClassType)}) has no input {Shown.Name(name)}; {there}.{new NearestNames().Ask(name, names)}");
        }

        var input = declared >= 0 ? type!.Inputs[declared] : new InputDescriptor { Name = name, Type = SocketTypes.Any };
        return new EditResult(document with { Nodes = document.Nodes.Replace(node, With(node, new NodeInput(name, value(input)))) }, []);
    }

    // Ids and names may both have points in them: the longest id that there is counts.
    private static (NodeEntry Node, string Input)? Split(GraphDocument document, string path)
    {
        for (var point = path.LastIndexOf('.'); point > 0; point = path.LastIndexOf('.', point - 1))
        {
            if (document.Nodes.FirstOrDefault(node => node.Id.AsSpan().SequenceEqual(path.AsSpan(0, point))) is { } node && point + 1 < path.Length)
            {
                return (node, path[(point + 1)..]);
            }
        }

        return null;
    }

    private static EditResult NoNode(GraphDocument document, string path)
    {
        var point = path.IndexOf('.', StringComparison.Ordinal);
        if (point <= 0 || point == path.Length - 1)
        {
            var names = document.Inputs.Select(input => input.Name).ToList();
            return Refuse(
                document, ProblemCodes.UnknownInput, null, null, $"{Shown.Name(path)} names neither an input of a node (node.input) nor a named input of the graph.{new NearestNames().Ask(path, names)}");
        }

        var id = path[..point];
        var ids = document.Nodes.Select(node => node.Id).ToList();
        return Refuse(document, ProblemCodes.UnknownNode, null, null, $"The graph has no node {Shown.Name(id)}; it has {Shown.Names(ids)}.{new NearestNames().Ask(id, ids)}");
    }

    private static NodeEntry With(NodeEntry node, NodeInput input)
    {
        var at = node.Inputs.ToList().FindIndex(there => there.Name == input.Name);
        return node with { Inputs = at < 0 ? node.Inputs.Add(input) : node.Inputs.SetItem(at, input) };
    }

    private static EditResult Refuse(GraphDocument document, string code, string? nodeId, string? input, string sentence)
        => new(document, [new GraphProblem(code, nodeId, input, sentence)]);
}
