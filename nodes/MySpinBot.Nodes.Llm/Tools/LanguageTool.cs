using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Something that a model may call: a piece of graph with its declaration. What flows through LLM_TOOL sockets.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, and when to use it.</param>
/// <param name="Parameters">JSON Schema of its arguments.</param>
/// <param name="Body">What it does: a node, or several, which link to the arguments by their names.</param>
[Socket("LLM_TOOL", Color = "#f4a261")]
public sealed record LanguageTool(string Name, string Description, JsonElement Parameters, JsonElement Body)
{
    /// <summary>What the model is told of it.</summary>
    internal ToolDeclaration Declaration => new(Name, Description, Parameters);
}

/// <summary>The byte form of a <see cref="LanguageTool"/>.</summary>
public sealed class LanguageToolCodec : IValueCodec<LanguageTool>
{
    /// <summary>The most bytes of a part of it.</summary>
    internal const int Longest = 1 << 20;

    /// <inheritdoc/>
    public string Name => "llm-tool-1";

    /// <inheritdoc/>
    public void Encode(LanguageTool value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        new ValueWriter(output).Tool(value);
    }

    /// <inheritdoc/>
    public LanguageTool Decode(Stream input)
    {
        var reader = new ValueReader(input, "a tool of a language model");
        return reader.End(reader.Tool());
    }
}

/// <summary>The byte form of tools, for values that hold some.</summary>
internal static class ToolForm
{
    public static void Tool(this ValueWriter writer, LanguageTool tool)
    {
        writer.Text(tool.Name);
        writer.Text(tool.Description, LanguageToolCodec.Longest);
        writer.Text(tool.Parameters.GetRawText(), LanguageToolCodec.Longest);
        writer.Text(tool.Body.GetRawText(), LanguageToolCodec.Longest);
    }

    public static LanguageTool Tool(this ValueReader reader)
        => new(reader.Text(), reader.Text(LanguageToolCodec.Longest), Json(reader), Json(reader));

    private static JsonElement Json(ValueReader reader)
    {
        try
        {
            using var document = JsonDocument.Parse(reader.Text(LanguageToolCodec.Longest), new JsonDocumentOptions { MaxDepth = 128 });
            return document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw reader.Damaged($"a part is no JSON ({fault.Message})");
        }
    }
}
