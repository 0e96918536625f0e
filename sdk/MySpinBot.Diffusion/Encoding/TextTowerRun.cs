using System.Globalization;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>One network of a text encoder that is leased. Holds the model until it is disposed.</summary>
internal sealed class TextTowerRun : IDisposable
{
    // Chunks that go through together: more take more memory, and hardly less time.
    private const int MostAtOnce = 8;

    private readonly LeasedNetwork _network;
    private readonly ClipTextConfig _config;

    private TextTowerRun(ClipTextConfig config, LeasedNetwork network) => (_config, _network) = (config, network);

    /// <summary>Finds a network's weights and leases it.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="tower">Which of its networks.</param>
    /// <param name="context">The call.</param>
    /// <param name="cancellation">Ends the wait for memory, and the loading.</param>
    /// <exception cref="NodeFailure">The weights are not there or are damaged, or it can never fit.</exception>
    public static async Task<TextTowerRun> OpenAsync(TextEncoder encoder, int tower, NodeContext context, CancellationToken cancellation)
    {
        var (weights, config) = (encoder.Towers[tower].Weights, encoder.Towers[tower].Network);
        var file = await context.Weights.FindAsync(weights, cancellation);
        var loras = await context.Weights.FindAsync(encoder.Loras, cancellation);
        return new TextTowerRun(config, await LeasedNetwork.OpenAsync(
            $"text/{weights.Id}/{Key(config)}{LoraSources.Key(encoder.Loras)}",
            $"Text encoder of {Path.GetFileNameWithoutExtension(file.Path)}",
            device => LeasedNetwork.Usual(encoder.Precision, device),
            compute => TextEncoderFile.Open(file.Path, config, compute, loras, tower),
            context,
            cancellation,
            encoder.OnProcessor ? DeviceId.Cpu.Name : "auto"));
    }

    /// <summary>Encodes a prompt.</summary>
    /// <param name="prompt">Its tokens.</param>
    /// <param name="stop">Which layer is taken, counted from the end.</param>
    /// <param name="cancellation">Ends it within one operator.</param>
    /// <returns>The vectors of all chunks one after the other, [1, tokens, width], weighted; and the first chunk in one vector.</returns>
    public async Task<(Embedding Text, Embedding Pooled)> EncodeAsync(PromptTokens prompt, int stop, CancellationToken cancellation)
    {
        var (positions, width) = (_config.Positions, _config.Width);
        var rows = TokenRows.Of(prompt, _config);
        var hidden = ClipTextNetwork.Hidden(ClipTextNetwork.LayerOf(stop, _config));
        await _network.ReserveAsync(new Dictionary<string, long> { ["n"] = Math.Min(rows.Count, MostAtOnce), ["t"] = positions, ["k"] = rows.LearntCount }, cancellation);
        var encoded = new float[rows.Count * positions * width];
        float[]? pooled = null;
        using var learnt = Tensor.Of(rows.Learnt, rows.LearntCount, width);
        for (var from = 0; from < rows.Count; from += MostAtOnce)
        {
            var count = Math.Min(rows.Count - from, MostAtOnce);
            using var tokens = Tensor.Of(rows.Tokens(from, count), count, positions);
            using var ends = Tensor.Of(rows.Ends(from, count), count);
            using var to = Tensor.Of(encoded.AsMemory(from * positions * width, count * positions * width), count, positions, width);
            using var whole = Tensor.Of(new float[count * PooledWidth], count, PooledWidth);
            var inputs = new Dictionary<string, Tensor> { [ClipTextNetwork.Tokens] = tokens, [ClipTextNetwork.Learnt] = learnt, [ClipTextNetwork.Ends] = ends };
            await Task.Run(() => _network.Session.Run(inputs, new Dictionary<string, Tensor> { [hidden] = to, [ClipTextNetwork.Pooled] = whole }, cancellation), cancellation);
            pooled ??= whole.Floats[..PooledWidth].ToArray();
        }

        for (var chunk = 0; rows.HasEmpty && chunk < prompt.Chunks.Length; chunk++)
        {
            TokenWeighting.Apply(encoded.AsSpan(chunk * positions * width, positions * width), encoded.AsSpan(^(positions * width)..), prompt.Chunks[chunk]);
        }

        var text = Embedding.Own(1, prompt.Chunks.Length * positions, width, rows.HasEmpty ? encoded[..(prompt.Chunks.Length * positions * width)] : encoded);
        return (text, Embedding.Own(1, 1, PooledWidth, pooled!));
    }

    public void Dispose() => _network.Dispose();

    private int PooledWidth => (int)_network.Session.Model.Outputs.First(output => output.Name == ClipTextNetwork.Pooled).Shape[1].Known;

    // What the graph depends on beside the weights.
    private static string Key(ClipTextConfig config)
        => string.Create(CultureInfo.InvariantCulture, $"{config.Layers}-{config.Heads}-{config.Vocabulary}-{config.Activation}-{config.NormEpsilon}-{config.NormalisesHidden}");
}
