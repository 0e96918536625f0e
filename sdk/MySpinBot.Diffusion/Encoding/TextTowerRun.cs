using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>One network of a text encoder that is leased. Holds the model until it is disposed.</summary>
internal sealed class TextTowerRun : IDisposable
{
    // Chunks that go through together: more take more memory, and hardly less time.
    private const int MostAtOnce = 8;

    private readonly Lease<OnnxSession> _lease;
    private readonly IModelShelf _shelf;
    private readonly ClipTextConfig _config;
    private readonly string _title;

    private TextTowerRun(ClipTextConfig config, Lease<OnnxSession> lease, IModelShelf shelf, string title) => (_config, _lease, _shelf, _title) = (config, lease, shelf, title);

    /// <summary>Finds a network's weights and leases it.</summary>
    /// <exception cref="NodeFailure">The weights are not there or are damaged, or it can never fit.</exception>
    public static async Task<TextTowerRun> OpenAsync(TextEncoder encoder, TextTower tower, NodeContext context, CancellationToken cancellation)
    {
        var file = await context.Weights.FindAsync(tower.Weights, cancellation);
        var loras = await context.Weights.FindAsync(encoder.Loras, cancellation);
        var device = ComputeDevice.Choose(context.Models, encoder.OnProcessor ? DeviceId.Cpu.Name : "auto");
        var compute = Compute(encoder.Precision, device);
        var title = $"Text encoder of {Path.GetFileNameWithoutExtension(file.Path)}";
        try
        {
            long bytes;
            using (var model = TextEncoderFile.Open(file.Path, tower.Network, compute, loras))
            {
                bytes = model.ResidentBytes(device);
            }

            var recipe = OnnxSession.Recipe($"text/{tower.Weights.Id}/{Key(tower.Network)}/{compute}{LoraSources.Key(encoder.Loras)}", title, device, bytes, () => TextEncoderFile.Open(file.Path, tower.Network, compute, loras));
            var lease = await context.Models.LeaseAsync(recipe, cancellation);
            if (device.Note is { } why)
            {
                context.Log.Info(why);
            }

            context.Note("provider", device.Provider.ToString().ToLowerInvariant());
            context.Note("device", device.Id.Name);
            context.Note("dtype", compute == TensorType.Float16 ? "float16" : "float32");
            return new TextTowerRun(tower.Network, lease, context.Models, title);
        }
        catch (CheckpointException fault)
        {
            throw new NodeFailure(fault.Message, fault);
        }
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
        using var room = await ReserveAsync(Math.Min(rows.Count, MostAtOnce), rows.LearntCount, cancellation);
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
            await Task.Run(() => _lease.Model.Run(inputs, new Dictionary<string, Tensor> { [hidden] = to, [ClipTextNetwork.Pooled] = whole }, cancellation), cancellation);
            pooled ??= whole.Floats[..PooledWidth].ToArray();
        }

        for (var chunk = 0; rows.HasEmpty && chunk < prompt.Chunks.Length; chunk++)
        {
            TokenWeighting.Apply(encoded.AsSpan(chunk * positions * width, positions * width), encoded.AsSpan(^(positions * width)..), prompt.Chunks[chunk]);
        }

        var text = Embedding.Own(1, prompt.Chunks.Length * positions, width, rows.HasEmpty ? encoded[..(prompt.Chunks.Length * positions * width)] : encoded);
        return (text, Embedding.Own(1, 1, PooledWidth, pooled!));
    }

    public void Dispose() => _lease.Dispose();

    private int PooledWidth => (int)_lease.Model.Model.Outputs.First(output => output.Name == ClipTextNetwork.Pooled).Shape[1].Known;

    private ValueTask<IDisposable> ReserveAsync(int chunks, int learnt, CancellationToken cancellation)
    {
        var (model, device) = (_lease.Model.Model, _lease.Model.Device);
        var sizes = new Dictionary<string, long> { ["n"] = chunks, ["t"] = _config.Positions, ["k"] = learnt };
        return _shelf.ReserveAsync(new MemoryNeed(device.Id, model.WorkingBytes(device, sizes)), $"Working memory of {_title}", cancellation);
    }

    private static TensorType Compute(Precision precision, ComputeDevice device) => (precision, device.Provider) switch
    {
        (Precision.Float16, _) or (Precision.Auto, ComputeProvider.Cuda) => TensorType.Float16,
        _ => TensorType.Float32,
    };

    // What the graph depends on beside the weights.
    private static string Key(ClipTextConfig config)
        => string.Create(CultureInfo.InvariantCulture, $"{config.Layers}-{config.Heads}-{config.Vocabulary}-{config.Activation}-{config.NormEpsilon}-{config.NormalisesHidden}");
}
