using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A network that is leased from the shelf, with working memory for one run at a time, until it is disposed.</summary>
internal sealed class LeasedNetwork : IDisposable
{
    private readonly Lease<OnnxSession> _lease;
    private readonly IModelShelf _shelf;
    private readonly string _title;
    private (long Bytes, IDisposable Room)? _reserved;

    private LeasedNetwork(Lease<OnnxSession> lease, IModelShelf shelf, string title) => (_lease, _shelf, _title) = (lease, shelf, title);

    /// <summary>The session it runs in.</summary>
    public OnnxSession Session => _lease.Model;

    /// <summary>Leases a network, and notes where it runs and in what.</summary>
    /// <param name="key">Identity: the weights' content, which part of them, what the graph depends on beside them. What is computed in is added to it.</param>
    /// <param name="title">What people read in the ledger.</param>
    /// <param name="compute">What is computed in on a device.</param>
    /// <param name="open">Opens the weights and builds the graph; called once to see how large it is, and again where it is loaded.</param>
    /// <param name="context">The call.</param>
    /// <param name="cancellation">Ends the wait for memory, and the loading.</param>
    /// <param name="wanted">Where it is to run, as <see cref="ComputeDevice.Choose(IModelShelf,string)"/> takes it.</param>
    /// <param name="isNoted">Whether it is told how it computes: not for what has no part in a result.</param>
    /// <exception cref="NodeFailure">The weights are damaged, or it can never fit.</exception>
    public static async Task<LeasedNetwork> OpenAsync(string key, string title, Func<ComputeDevice, TensorType> compute, Func<TensorType, OnnxModel> open, NodeContext context, CancellationToken cancellation, string wanted = "auto", bool isNoted = true)
    {
        var device = ComputeDevice.Choose(context.Models, wanted);
        var type = compute(device);
        return await WeightFaults.ToldAsync(async () =>
        {
            long bytes;
            using (var model = open(type))
            {
                bytes = model.LoadingBytes(device);
            }

            var lease = await context.Models.LeaseAsync(OnnxSession.Recipe($"{key}/{type}", title, device, bytes, () => open(type)), cancellation);
            if (isNoted)
            {
                device.Tell(context, type);
            }

            return new LeasedNetwork(lease, context.Models, title);
        });
    }

    /// <summary>What a precision means on a device, where nothing speaks against half precision.</summary>
    public static TensorType Usual(Precision precision, ComputeDevice device) => (precision, device.Provider) switch
    {
        (Precision.Float16, _) or (Precision.Auto, ComputeProvider.Cuda) => TensorType.Float16,
        _ => TensorType.Float32,
    };

    /// <summary>Whether there is room for a run now, without a wait.</summary>
    /// <param name="sizes">What the run brings, by the names in the graph.</param>
    public bool FitsNow(IReadOnlyDictionary<string, long> sizes)
        => _shelf.Ledgers.FirstOrDefault(ledger => ledger.Device == Session.Device.Id) is { } ledger && Working(sizes) <= ledger.Free;

    /// <summary>Makes room for runs of up to this size; gives back what was there before, where that was less.</summary>
    /// <param name="sizes">What a run brings, by the names in the graph.</param>
    /// <param name="cancellation">Ends the wait for memory.</param>
    /// <exception cref="NodeFailure">It can never fit.</exception>
    public ValueTask ReserveAsync(IReadOnlyDictionary<string, long> sizes, CancellationToken cancellation) => ReserveAsync([sizes], cancellation);

    /// <summary>As <see cref="ReserveAsync(IReadOnlyDictionary{string,long},CancellationToken)"/>, for runs of several sizes, one after the other.</summary>
    public async ValueTask ReserveAsync(IEnumerable<IReadOnlyDictionary<string, long>> sizes, CancellationToken cancellation)
    {
        var bytes = sizes.Max(Working);
        if (_reserved is { } before && before.Bytes >= bytes)
        {
            return;
        }

        // What this holds itself must not be what it waits for.
        _reserved?.Room.Dispose();
        _reserved = null;
        _reserved = (bytes, await _shelf.ReserveAsync(new MemoryNeed(Session.Device.Id, bytes), $"Working memory of {_title}", cancellation));
    }

    public void Dispose()
    {
        _reserved?.Room.Dispose();
        _lease.Dispose();
    }

    private long Working(IReadOnlyDictionary<string, long> sizes) => Session.Model.WorkingBytes(Session.Device, sizes);
}
