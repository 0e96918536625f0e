using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>How far an agent has come: what flows between its turns.</summary>
/// <param name="Model">The model.</param>
/// <param name="History">What was said, with the calls that are being answered.</param>
/// <param name="Tools">What it may call.</param>
/// <param name="Sampling">How tokens are chosen; the seed rises with each turn.</param>
[Socket("LLM_AGENT", Color = "#e76f51")]
public sealed record AgentState(LanguageModel Model, ChatHistory History, ImmutableArray<LanguageTool> Tools, SamplingSettings Sampling)
{
    /// <summary>The turns that were taken.</summary>
    public int Turn { get; init; }

    /// <summary>The most turns.</summary>
    public required int MostTurns { get; init; }

    /// <summary>The most tokens of a turn; 0 for what the context leaves.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Whether each turn is computed by itself.</summary>
    public required bool Repeatable { get; init; }
}

/// <summary>The byte form of an <see cref="AgentState"/>.</summary>
public sealed class AgentStateCodec : IValueCodec<AgentState>
{
    private const int MostTools = 128;
    private const int LongestPart = 1 << 28;

    /// <inheritdoc/>
    public string Name => "llm-agent-1";

    /// <inheritdoc/>
    public void Encode(AgentState value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        Part(writer, output, stream => new LanguageModelCodec().Encode(value.Model, stream));
        Part(writer, output, stream => new ChatHistoryCodec().Encode(value.History, stream));
        writer.List(value.Tools, writer.Tool);
        writer.Sampling(value.Sampling.Values);
        writer.Int32(value.Turn);
        writer.Int32(value.MostTurns);
        writer.Int32(value.MaxTokens);
        writer.Flag(value.Repeatable);
    }

    /// <inheritdoc/>
    public AgentState Decode(Stream input)
    {
        var reader = new ValueReader(input, "the state of an agent");
        var model = new LanguageModelCodec().Decode(Part(reader, input));
        var history = new ChatHistoryCodec().Decode(Part(reader, input));
        var (tools, sampling) = (reader.List(MostTools, reader.Tool), new SamplingSettings(SamplingSettingsCodec.Read(reader)));
        return reader.End(new AgentState(model, history, tools, sampling)
        {
            Turn = reader.Int32(0),
            MostTurns = reader.Int32(1),
            MaxTokens = reader.Int32(0),
            Repeatable = reader.Flag(),
        });
    }

    private static void Part(ValueWriter writer, Stream output, Action<Stream> write)
    {
        using var part = new MemoryStream();
        write(part);
        writer.Int32(checked((int)part.Length));
        part.Position = 0;
        part.CopyTo(output);
    }

    // Read in blocks, so that a length that lies costs nothing.
    private static MemoryStream Part(ValueReader reader, Stream input)
    {
        var (left, part, block) = (reader.Int32(0, LongestPart), new MemoryStream(), new byte[1 << 14]);
        while (left > 0)
        {
            var read = input.Read(block, 0, Math.Min(left, block.Length));
            if (read == 0)
            {
                throw reader.Damaged("they end too early");
            }

            part.Write(block, 0, read);
            left -= read;
        }

        part.Position = 0;
        return part;
    }
}
