using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion;

/// <summary>What goes into a network and comes out of it, for batches of one size: bound anew in each run, never made anew.</summary>
internal sealed class NetworkRoom : IDisposable
{
    private readonly Tensor _sample;
    private readonly Tensor _timestep;
    private readonly Tensor _context;
    private readonly Tensor? _added;
    private readonly Tensor _output;

    /// <param name="config">How the network is made.</param>
    /// <param name="size">How large a batch is.</param>
    /// <param name="beside">What every run brings besides; it is not disposed with the room. Null for nothing.</param>
    public NetworkRoom(NetworkConfig config, NetworkSize size, IReadOnlyDictionary<string, Tensor>? beside = null)
    {
        var isVideo = config is VideoUNetConfig;
        long[] cells = isVideo ? [size.Frames, 0, size.Height, size.Width] : [0, size.Height, size.Width];
        _sample = Of(config.InChannels);
        _output = Of(config.OutChannels);
        _timestep = Tensor.Allocate(TensorType.Float32, size.Groups);
        _context = Tensor.Allocate(TensorType.Float32, size.Groups, size.Tokens, config.ContextWidth);
        var numbers = isVideo ? VideoUNet.AddedNumbers : config is UNetConfig { AddedWidth: > 0 } pictures ? UNet.AddedNumbers(pictures) : 0;
        _added = numbers > 0 ? Tensor.Allocate(TensorType.Float32, size.Groups, numbers) : null;
        var inputs = new Dictionary<string, Tensor> { [NetworkPorts.Sample] = _sample, [NetworkPorts.Timestep] = _timestep, [NetworkPorts.Context] = _context };
        if (_added is not null)
        {
            inputs[NetworkPorts.Added] = _added;
        }

        foreach (var (name, tensor) in beside ?? ImmutableDictionary<string, Tensor>.Empty)
        {
            inputs[name] = tensor;
        }

        (Inputs, Outputs) = (inputs, new Dictionary<string, Tensor> { [NetworkPorts.Output] = _output });

        Tensor Of(long channels)
        {
            cells[isVideo ? 1 : 0] = channels;
            return Tensor.Allocate(TensorType.Float32, [size.Groups, .. cells]);
        }
    }

    public IReadOnlyDictionary<string, Tensor> Inputs { get; }

    public IReadOnlyDictionary<string, Tensor> Outputs { get; }

    /// <summary>A size, by the names in the graphs.</summary>
    public static Dictionary<string, long> Sizes(NetworkSize size) => new(StringComparer.Ordinal) { ["n"] = size.Groups, ["f"] = size.Frames, ["h"] = size.Height, ["w"] = size.Width, ["t"] = size.Tokens };

    /// <summary>Takes in what a run is to see.</summary>
    /// <exception cref="ArgumentException">Something of it is not as large as the size says.</exception>
    public void Fill(in NetworkInput input)
    {
        Take(input.Sample, _sample, "latents");
        Take(input.Timesteps, _timestep, "times");
        Take(input.Context, _context, "vectors that are attended to");
        Take(input.Added, _added, "further numbers");
    }

    /// <summary>Gives out what a run has made.</summary>
    /// <exception cref="ArgumentException">The room is not as large as that.</exception>
    public void Pour(Span<float> output)
    {
        if (output.Length != _output.Floats.Length)
        {
            throw new ArgumentException($"The network gives {_output.Floats.Length} values, and there is room for {output.Length}.", nameof(output));
        }

        _output.Floats.CopyTo(output);
    }

    public void Dispose()
    {
        _sample.Dispose();
        _timestep.Dispose();
        _context.Dispose();
        _added?.Dispose();
        _output.Dispose();
    }

    private static void Take(ReadOnlySpan<float> values, Tensor? to, string what)
    {
        var wanted = to is null ? [] : to.Floats;
        if (values.Length != wanted.Length)
        {
            throw new ArgumentException($"The network takes {wanted.Length} values of {what} at this size, not {values.Length}.");
        }

        values.CopyTo(wanted);
    }
}
