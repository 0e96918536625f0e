using System.Collections.Immutable;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A face detector that is loaded, for pictures of one size: its session, leased, and the memory that its runs take, reserved, until it is disposed.</summary>
internal sealed class FaceSight : IDisposable
{
    private readonly Lease<OnnxSession> _lease;
    private readonly IDisposable _memory;

    private FaceSight(Lease<OnnxSession> lease, IDisposable memory, (int Width, int Height) picture, FaceNetwork network, ImmutableArray<PictureView> views, int atOnce)
        => (_lease, _memory, Width, Height, Network, Views, AtOnce) = (lease, memory, picture.Width, picture.Height, network, views, atOnce);

    /// <summary>Columns of the pictures.</summary>
    public int Width { get; }

    /// <summary>Rows of the pictures.</summary>
    public int Height { get; }

    /// <summary>What kind of network it is.</summary>
    public FaceNetwork Network { get; }

    /// <summary>What it is shown of each picture.</summary>
    public ImmutableArray<PictureView> Views { get; }

    /// <summary>How many pictures are best shown at once.</summary>
    public int AtOnce { get; }

    /// <summary>Loads a detector, or takes the one that is there.</summary>
    /// <param name="detector">Which.</param>
    /// <param name="frames">The frames that it is for; their size may be brought down to what the detector sees.</param>
    /// <param name="detail">How thoroughly they are looked at.</param>
    /// <param name="context">Where weights, models and memory are.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="NodeFailure">The weights are gone, are no detector, or do not fit.</exception>
    public static async Task<FaceSight> OpenAsync(FaceDetector detector, FaceFrames frames, FaceDetail detail, NodeContext context, CancellationToken cancellation)
    {
        var file = await context.Weights.FindAsync(detector.Weights, cancellation);
        var device = ComputeDevice.Choose(context.Models);
        FaceNetwork network;
        ImmutableArray<PictureView> views;
        (int Width, int Height) size;
        long resident, working;
        int atOnce;
        using (var model = FaceNetworks.Open(file.Path))
        {
            network = FaceNetworks.Of(model);
            size = frames.SizeFor(PictureViews.Longest(network, frames.Width, frames.Height, detail));
            views = PictureViews.Of(network, size.Width, size.Height, detail);
            atOnce = (int)Math.Clamp(frames.Count, 1, Most(network, device));
            resident = model.LoadingBytes(device);
            working = Working(model, network, device, views, atOnce);
        }

        context.Note("provider", device.Provider == ComputeProvider.Cpu ? "cpu" : "cuda");
        context.Note("device", device.Id.Name);
        context.Note("dtype", "float32");
        var key = $"face-detector/{detector.Weights.Id}";
        var lease = await context.Models.LeaseAsync(OnnxSession.Recipe(key, $"{network.Name} face detector", device, resident, () => FaceNetworks.Open(file.Path)), cancellation);
        try
        {
            var memory = await context.Models.ReserveAsync(new MemoryNeed(device.Id, working), "Finding faces", cancellation);
            return new FaceSight(lease, memory, size, network, views, atOnce);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Looks at pictures. Each view of them has been filled in before.</summary>
    /// <param name="inputs">For each view, [pictures, 3, height, width] of its input; may be longer.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="leastScore">Scores below are left out.</param>
    /// <param name="cancellation">Ends it within one operator.</param>
    /// <returns>What was seen in each picture, in pixels of the picture, as the network draws boxes; the surest first.</returns>
    public List<Sighting>[] See(IReadOnlyList<float[]> inputs, int count, double leastScore, CancellationToken cancellation)
    {
        var seen = new List<Sighting>[count];
        for (var i = 0; i < count; i++)
        {
            seen[i] = [];
        }

        for (var v = 0; v < Views.Length; v++)
        {
            if (Network.Batches)
            {
                Look(Views[v], inputs[v].AsMemory(0, count * Views[v].Values), count, leastScore, seen, 0, cancellation);
                continue;
            }

            var (view, input) = (Views[v], inputs[v]);
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellation },
                i => Look(view, input.AsMemory(i * view.Values, view.Values), 1, leastScore, seen, i, cancellation));
        }

        for (var i = 0; i < count; i++)
        {
            seen[i] = Views.Length > 1 ? Suppression.Agreed(seen[i], Network.UsualOverlap) : Suppression.Surest(seen[i], Network.UsualOverlap);
        }

        return seen;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _lease.Dispose();
    }

    private void Look(PictureView view, Memory<float> input, int count, double leastScore, List<Sighting>[] seen, int first, CancellationToken cancellation)
    {
        var outputs = Run(view, input, count, cancellation);
        try
        {
            var found = new List<Sighting>();
            for (var i = 0; i < count; i++)
            {
                found.Clear();
                Network.Read(outputs, i, view.InputWidth, view.InputHeight, leastScore, found);
                Keep(view, found, seen[first + i]);
            }
        }
        finally
        {
            foreach (var output in outputs.Values)
            {
                output.Dispose();
            }
        }
    }

    private Dictionary<string, Tensor> Run(PictureView view, Memory<float> input, int count, CancellationToken cancellation)
    {
        using var tensor = Tensor.Of(input, count, 3, view.InputHeight, view.InputWidth);
        var given = _lease.Model.Run(new Dictionary<string, Tensor> { [Network.InputName] = tensor }, cancellation);
        var outputs = new Dictionary<string, Tensor>();
        foreach (var (name, value) in given)
        {
            outputs[name] = OnHost(value);
        }

        return outputs;
    }

    private static Tensor OnHost(Tensor tensor)
    {
        if (tensor.Device == DeviceId.Cpu)
        {
            return tensor;
        }

        using (tensor)
        {
            return Tensor.Of(tensor.ToFloats(), tensor.Shape.AsSpan());
        }
    }

    private void Keep(PictureView view, List<Sighting> found, List<Sighting> seen)
    {
        foreach (var sighting in Suppression.Surest(found, Network.UsualOverlap))
        {
            var inPicture = view.InPicture(sighting);
            if (!view.Cuts(inPicture, Width, Height))
            {
                seen.Add(inPicture);
            }
        }
    }

    // A graphics card is busy only with several pictures; a processor is with one, and large networks take much memory for each.
    private static int Most(FaceNetwork network, ComputeDevice device) => device.Provider != ComputeProvider.Cpu ? 16 : network is S3fdNetwork ? 1 : 4;

    private static long Working(OnnxModel model, FaceNetwork network, ComputeDevice device, ImmutableArray<PictureView> views, int atOnce)
    {
        var shape = model.Inputs.First(input => input.Name == network.InputName).Shape;
        var most = 0L;
        foreach (var view in views)
        {
            var sizes = new Dictionary<string, long>();
            Add(sizes, shape[0], network.Batches ? atOnce : 1);
            Add(sizes, shape[2], view.InputHeight);
            Add(sizes, shape[3], view.InputWidth);
            most = Math.Max(most, model.WorkingBytes(device, sizes) * (network.Batches ? 1 : Math.Min(2, atOnce)));
        }

        // Three groups of inputs are under way: one is filled, one waits, one is looked at.
        return most + (3L * atOnce * views.Sum(view => (long)view.Values) * sizeof(float));
    }

    private static void Add(Dictionary<string, long> sizes, Dim dim, long size)
    {
        if (dim.Name is { } name)
        {
            sizes[name] = size;
        }
    }
}
