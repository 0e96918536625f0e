using System.Globalization;
using System.Text;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Showing;

/// <summary>The pages of <c>docs/nodes</c>: what each node says of itself, with the picture of its example. One page for each first word of a category.</summary>
internal sealed class NodePages
{
    private readonly ILookup<string, NodeDescriptor> _pages;
    private readonly IReadOnlyList<HelpExample> _examples;

    public NodePages(IEnumerable<string> plugins, IEnumerable<HelpExample> examples)
    {
        var nodes = plugins.SelectMany(plugin => NodeRunner.PackOf(System.Reflection.Assembly.Load($"MySpinBot.Nodes.{plugin}")).Nodes).Select(node => node.Descriptor);
        _pages = nodes.OrderBy(node => node.Category, StringComparer.Ordinal).ThenBy(node => node.Title, StringComparer.OrdinalIgnoreCase).ToLookup(node => node.Category.Split('/')[0]);
        _examples = [.. examples];
    }

    /// <summary>Every page: file name and text.</summary>
    public IEnumerable<(string Name, string Text)> All() => _pages.OrderBy(page => page.Key, StringComparer.Ordinal).Select(page => (page.Key + ".md", Page(page.Key, [.. page]))).Prepend(("README.md", Index()));

    private string Index()
    {
        var text = new StringBuilder("# Nodes\n\nWritten by a test from what the nodes say of themselves, and from the examples that are shipped with them. `./myspinbot nodes NAME` says the same in a terminal.\n");
        foreach (var page in _pages.OrderBy(page => page.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## [{page.Key}]({page.Key}.md)\n\n");
            text.AppendJoin(" · ", page.Select(node => $"[{node.ClassType}]({page.Key}.md#{Anchor(node)})")).Append('\n');
        }

        return text.ToString();
    }

    private string Page(string name, IReadOnlyList<NodeDescriptor> nodes)
    {
        var text = new StringBuilder($"# Nodes: {name}\n");
        foreach (var node in nodes)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {node.ClassType}\n\n**{node.Title}** · {node.Category}\n\n{Plain(node.Description)}\n");
            if (node.Remarks.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{Plain(node.Remarks)}\n");
            }

            Picture(text, node);
            Inputs(text, node);
            Outputs(text, node);
        }

        return text.ToString();
    }

    private void Picture(StringBuilder text, NodeDescriptor node)
    {
        if (NodeExample.Best(_examples.Select(example => example.Example), node.ClassType) is { } best
            && _examples.First(example => example.Example == best) is { Plugin: not "Basics" } shown)
        {
            var path = $"../../nodes/MySpinBot.Nodes.{shown.Plugin}/Help/{Uri.EscapeDataString(best.Name)}";
            text.Append(CultureInfo.InvariantCulture, $"\n[![Example]({path}.jpg)]({path}.json)\n");
        }
    }

    private static void Inputs(StringBuilder text, NodeDescriptor node)
    {
        var inputs = node.Inputs.Where(input => input.Hidden is null).ToArray();
        if (inputs.Length == 0)
        {
            return;
        }

        text.Append("\n| input | type | default | |\n|---|---|---|---|\n");
        foreach (var input in inputs)
        {
            var type = input.Choices.Length > 0 ? string.Join(", ", input.Choices.Select(choice => $"`{choice}`")) : input.Type + (input.IsList ? " list" : "") + Limits(input);
            text.Append(CultureInfo.InvariantCulture, $"| `{input.Name}` | {Cell(type)} | {Cell(Default(input))} | {Cell(Plain(input.Description))} |\n");
        }
    }

    private static void Outputs(StringBuilder text, NodeDescriptor node)
    {
        if (node.Outputs.Length > 0)
        {
            text.Append("\n| output | type | |\n|---|---|---|\n");
            foreach (var output in node.Outputs)
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{output.Name}` | {output.Type}{(output.IsList ? " list" : "")} | {Cell(Plain(output.Description))} |\n");
            }
        }
    }

    private static string Limits(InputDescriptor input)
        => (input.Min, input.Max) is ({ } least, { } most) && most < 1e15 ? string.Create(CultureInfo.InvariantCulture, $" {least:0.######}–{most:0.######}") : "";

    private static string Default(InputDescriptor input) => input.Default switch
    {
        null => input.IsRequired ? "" : "–",
        string { Length: 0 } => "empty",
        var value => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)!.ReplaceLineEndings(" ")}`",
    };

    private static string Plain(string text) => text.ReplaceLineEndings(" ").Trim();

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Anchor(NodeDescriptor node) => node.ClassType.ToLowerInvariant().Replace(' ', '-');
}
