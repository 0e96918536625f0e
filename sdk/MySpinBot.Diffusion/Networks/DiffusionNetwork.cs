using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A diffusion network on the model shelf, of pictures or of videos. Holds the model, and working memory for one run, until it is disposed. Not for several threads at once.</summary>
public sealed class DiffusionNetwork : IDiffusionNetwork, IDisposable
{
    // Guidance asks for few sizes: one for the whole picture, and one for each area.
    private const int MostRooms = 16;

    private readonly Lease<OnnxSession> _lease;
    private readonly IModelShelf _shelf;
    private readonly string _title;
    private readonly Dictionary<NetworkSize, NetworkRoom> _rooms = [];
    private (long Bytes, IDisposable Held)? _reserved;

    private DiffusionNetwork(NetworkConfig config, Lease<OnnxSession> lease, IModelShelf shelf, string title) => (Config, _lease, _shelf, _title) = (config, lease, shelf, title);

    /// <inheritdoc/>
    public NetworkConfig Config { get; }

    /// <inheritdoc/>
    public string? Refusal { get; private set; }

    /// <summary>Finds the model's weights and leases the network.</summary>
    /// <param name="model">The model.</param>
    /// <param name="context">The call: where weights, models and memory come from.</param>
    /// <param name="cancellation">Ends the wait for memory, and the loading.</param>
    /// <exception cref="NodeFailure">The weights are not there or are damaged, or the model can never fit.</exception>
    public static async Task<DiffusionNetwork> OpenAsync(DiffusionModel model, NodeContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(context);
        var file = await context.Weights.FindAsync(model.Weights, cancellation);
        var loras = await context.Weights.FindAsync(model.Loras, cancellation);
        var device = ComputeDevice.Choose(context.Models);
        var compute = Compute(model.Precision, device);
        var title = $"UNet of {Path.GetFileNameWithoutExtension(file.Path)}";
        try
        {
            long bytes;
            using (var opened = NetworkFile.Open(model.Network, file.Path, loras, compute))
            {
                bytes = opened.ResidentBytes(device);
            }

            var recipe = OnnxSession.Recipe($"unet/{model.Weights.Id}/{Key(model)}/{compute}", title, device, bytes, () => NetworkFile.Open(model.Network, file.Path, loras, compute));
            var lease = await context.Models.LeaseAsync(recipe, cancellation);
            if (device.Note is { } why)
            {
                context.Log.Info(why);
            }

            context.Note("provider", device.Provider.ToString().ToLowerInvariant());
            context.Note("device", device.Id.Name);
            context.Note("dtype", compute == TensorType.Float16 ? "float16" : "float32");
            return new DiffusionNetwork(model.Network, lease, context.Models, title);
        }
        catch (CheckpointException fault)
        {
            throw new NodeFailure(fault.Message, fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReserveAsync(NetworkSize size, CancellationToken cancellation)
    {
        var bytes = _lease.Model.Model.WorkingBytes(_lease.Model.Device, NetworkRoom.Sizes(size));
        if (_reserved is { } before && before.Bytes >= bytes)
        {
            return true;
        }

        // What this holds itself must not be what it waits for.
        _reserved?.Held.Dispose();
        _reserved = null;
        try
        {
            _reserved = (bytes, await _shelf.ReserveAsync(new MemoryNeed(_lease.Model.Device.Id, bytes), $"Working memory of {_title}", cancellation));
            Refusal = null;
            return true;
        }
        catch (NodeFailure refusal)
        {
            Refusal = refusal.Message;
            return false;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="OutOfDeviceMemoryException">The device had no room; try fewer groups at once.</exception>
    public void Predict(in NetworkInput input, Span<float> output, CancellationToken cancellation)
    {
        var room = Room(input.Size);
        room.Fill(input);
        _lease.Model.Run(room.Inputs, room.Outputs, cancellation);
        room.Pour(output);
    }

    /// <summary>Lets the network and the working memory go.</summary>
    public void Dispose()
    {
        Clear();
        _reserved?.Held.Dispose();
        _reserved = null;
        _lease.Dispose();
    }

    /// <summary>What a model computes in on a device.</summary>
    private static TensorType Compute(Precision precision, ComputeDevice device) => (precision, device.Provider) switch
    {
        (Precision.Float16, _) or (Precision.Auto, ComputeProvider.Cuda) => TensorType.Float16,
        _ => TensorType.Float32,
    };

    // What the graph depends on beside the weights: by its byte form, which holds all of it.
    private static ContentId Key(DiffusionModel model)
    {
        using var bytes = new MemoryStream();
        var writer = new ValueWriter(bytes);
        writer.Network(model.Network);
        writer.Loras(model.Loras);
        return ContentId.Of(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private NetworkRoom Room(NetworkSize size)
    {
        if (!_rooms.TryGetValue(size, out var room))
        {
            if (_rooms.Count >= MostRooms)
            {
                Clear();
            }

            _rooms[size] = room = new NetworkRoom(Config, size);
        }

        return room;
    }

    private void Clear()
    {
        foreach (var room in _rooms.Values)
        {
            room.Dispose();
        }

        _rooms.Clear();
    }
}
