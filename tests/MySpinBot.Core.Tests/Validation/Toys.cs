using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Validation;

/// <summary>A small catalog with one node type for each thing that validation looks at.</summary>
internal static class Toys
{
    public static Catalog Catalog { get; } = Of(
        Type("Load", "-> image IMAGE, mask MASK", In("path", "FILE")),
        Type("Blur", "-> image IMAGE", In("image", "IMAGE"), In("radius", "FLOAT", 4.0) with { Min = 0, Max = 64 }),
        Type("Mix", "-> image IMAGE, mask MASK", In("image", "IMAGE"), In("other", "IMAGE") with { IsRequired = false }, In("mask", "MASK") with { IsRequired = false }),
        Type("Save", "", In("image", "IMAGE"), In("prefix", "STRING", "out")) with { IsOutput = true },
        Type("Show", "", In("value", "*")) with { IsOutput = true },
        Type("Add", "-> sum INT", In("a", "INT"), In("b", "INT", 0L)),
        Type("Scale", "-> number FLOAT", In("number", "FLOAT")),
        Type("Text", "-> text STRING", In("text", "STRING")),
        Type("Flag", "-> flag BOOLEAN", In("flag", "BOOLEAN")),
        Type("Parse", "-> json JSON", In("json", "JSON")),
        Type("Pick", "-> choice STRING", In("choice", "COMBO") with { Choices = ["nearest", "bilinear", "lanczos"] }),
        Type("Number", "-> number INT,FLOAT", In("number", "INT,FLOAT")),
        Type("Ask", "-> answer STRING", In("question", "STRING"), In("key", "STRING") with { IsSecret = true }),
        Type("Gather", "-> list JSON", In("first", "*") with { IsRequired = false }) with { TakesExtraInputs = true },
        Type("Loop", "-> value *", In("flow", "*") with { IsRawLink = true }, In("count", "INT", 1L)),
        Type("Random", "-> number INT", In("seed", "INT", 0L) with { IsSeed = true, Min = 0, Max = 18446744073709551615.0 }),
        Type("WhoAmI", "-> id STRING", In("id", "STRING") with { Hidden = HiddenValue.NodeId }),
        Type("Newer", "-> text STRING", In("text", "STRING")) with { Version = 3 },
        Type("Lazy", "-> value *", In("on", "BOOLEAN"), In("yes", "*") with { IsLazy = true, IsRequired = false }));

    public static Catalog Of(params NodeDescriptor[] types) => new(types.Select(type => new CatalogEntry(type, "toys", ContentId.Of("toys"u8))));

    public static NodeDescriptor Type(string name, string outputs, params InputDescriptor[] inputs) => new()
    {
        ClassType = name,
        Title = name,
        Inputs = [.. inputs],
        Outputs = [.. outputs.Replace("-> ", "", StringComparison.Ordinal).Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(output => output.Split(' ')).Select(output => new OutputDescriptor { Name = output[0], Type = output[1] })],
    };

    public static InputDescriptor In(string name, string type, object? value = null) => new() { Name = name, Type = type, Default = value, IsRequired = value is null };

    public static ValidationResult Validate(string json, ValidationOptions? options = null, Catalog? catalog = null)
    {
        var read = GraphReader.Read(System.Text.Encoding.UTF8.GetBytes(json), ReadLimits.Default);
        read.Problems.ShouldBeEmpty();
        return GraphValidator.Validate(read.Document!, catalog ?? Catalog, options ?? ValidationOptions.Default);
    }

    /// <summary>The graph of a document that must have no problems.</summary>
    public static ValidGraph Valid(string json, ValidationOptions? options = null, Catalog? catalog = null)
    {
        var result = Validate(json, options, catalog);
        result.Problems.Select(problem => problem.Sentence).ShouldBeEmpty();
        return result.Graph!;
    }

    /// <summary>The one problem of a document.</summary>
    public static GraphProblem Problem(string json, ValidationOptions? options = null)
    {
        var result = Validate(json, options);
        result.Graph.ShouldBeNull();
        return result.Problems.ShouldHaveSingleItem();
    }

    public static ValidNode Node(this ValidGraph graph, string id) => graph.Nodes.Single(node => node.Id == id);

    /// <summary>The nodes in order, each with what it is linked to: <c>blur(load.0)</c>.</summary>
    public static string Drawn(this ValidGraph graph) => string.Join(" ", graph.Nodes.Select(node =>
    {
        var links = node.Inputs.Concat(node.Extra.Select(extra => extra.Binding))
            .Where(binding => binding.Kind is BindingKind.Link or BindingKind.RawLink)
            .Select(binding => (binding.Kind == BindingKind.RawLink ? "@" : "") + $"{graph.Nodes[binding.Source].Id}.{binding.Output}");
        return $"{node.Id}({string.Join(",", links)})";
    }));
}
