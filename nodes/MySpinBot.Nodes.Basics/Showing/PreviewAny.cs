using System.Text.Json;
using MySpinBot.Nodes.Basics.JsonValues;

namespace MySpinBot.Nodes.Basics.Showing;

/// <summary>Values for people to see.</summary>
public static class ShowingNodes
{
    private const int MostShown = 100_000;

    /// <summary>Shows a value as text, and passes the text on.</summary>
    /// <param name="source">Any value.</param>
    /// <param name="context">Where it is shown.</param>
    /// <returns>The text that is shown.</returns>
    [Node("PreviewAny", Title = "Preview as Text", Category = "basics/show", Search = "show text, inspect, debug, print value", IsOutput = true)]
    public static string Preview([Input(SocketOnly = true)] object source, NodeContext context)
    {
        var text = source is JsonElement json ? JsonNodes.ToText(json, 4) : ValueText.Of(source);
        Show(context, text);
        return text;
    }

    /// <summary>Puts a text on the node, cut where it is too long to be looked at.</summary>
    internal static void Show(NodeContext context, string text)
        => context.Show("text", JsonSerializer.SerializeToElement(text.Length > MostShown ? string.Concat(text.AsSpan(0, MostShown), "…") : text));
}
