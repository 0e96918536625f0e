using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A diffusion network on the model shelf, of pictures or of videos. Holds the model, and working memory for one run, until it is disposed. Not for several threads at once.</summary>
public sealed class DiffusionNetwork : IDiffusionNetwork, IDisposable
{
    // Guidance asks for few sizes: one for the whole picture, and one for each area.
    private const int MostRooms = 16;

    private readonly LeasedNetwork _network;
    private readonly LoraBeside? _beside;
    private readonly Dictionary<string, Tensor> _changes;
    private readonly Dictionary<NetworkSize, NetworkRoom> _rooms = [];

    private DiffusionNetwork(NetworkConfig config, LeasedNetwork network, LoraBeside? beside)
    {
        (Config, _network, _beside) = (config, network, beside);
        _changes = beside?.Tensors(network.Session.Model.Inputs) ?? [];
    }

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
        var isBeside = model.LoraPlacement == LoraPlacement.Beside && !loras.IsEmpty;
        var beside = isBeside ? WeightFaults.Told(() => NetworkFile.Beside(model.Network, file.Path, loras)) : null;

        // Which LoRAs run beside the weights is no part of what is loaded: others find the same network there.
        var key = beside is null ? Key(model).ToString() : $"{Key(model with { Loras = [] })}/beside/{beside.Key}";
        var network = await LeasedNetwork.OpenAsync(
            $"unet/{model.Weights.Id}/{key}",
            $"UNet of {Path.GetFileNameWithoutExtension(file.Path)}",
            device => LeasedNetwork.Usual(model.Precision, device),
            compute => beside is null ? NetworkFile.Open(model.Network, file.Path, loras, compute) : NetworkFile.OpenBeside(model.Network, file.Path, beside.Modules, compute),
            context,
            cancellation);
        return new DiffusionNetwork(model.Network, network, beside);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReserveAsync(NetworkSize size, CancellationToken cancellation)
    {
        try
        {
            var sizes = NetworkRoom.Sizes(size);
            _beside?.AddTo(sizes);
            await _network.ReserveAsync(sizes, cancellation);
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
        _network.Session.Run(room.Inputs, room.Outputs, cancellation);
        room.Pour(output);
    }

    /// <summary>Lets the network and the working memory go.</summary>
    public void Dispose()
    {
        Clear();
        foreach (var change in _changes.Values)
        {
            change.Dispose();
        }

        _network.Dispose();
    }

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

            _rooms[size] = room = new NetworkRoom(Config, size, _changes);
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
