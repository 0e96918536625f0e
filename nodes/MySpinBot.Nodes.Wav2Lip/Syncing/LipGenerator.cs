using MySpinBot.Checkpoints;
using MySpinBot.Inference;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>The generator on its device, with memory for as many faces as fit at once. Runs may overlap.</summary>
internal sealed class LipGenerator : IDisposable
{
    private readonly Lease<OnnxSession> _session;
    private readonly IDisposable _room;
    private int _batch;

    private LipGenerator(Lease<OnnxSession> session, IDisposable room, int batch, int faceSize)
        => (_session, _room, _batch, FaceSize) = (session, room, batch, faceSize);

    /// <summary>Rows and columns of its faces.</summary>
    public int FaceSize { get; }

    /// <summary>Faces that go through it at once. It becomes smaller when the device says no.</summary>
    public int BatchSize => Volatile.Read(ref _batch);

    /// <summary>Finds the weights, leases the session and reserves memory to run it.</summary>
    /// <param name="model">Which.</param>
    /// <param name="context">The call.</param>
    /// <param name="batchSize">Faces that are wanted at once; fewer where they do not fit.</param>
    /// <param name="atOnce">Runs that may overlap.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="NodeFailure">The weights are not there or are none, or not even one face fits.</exception>
    public static async Task<LipGenerator> OpenAsync(Wav2LipModel model, NodeContext context, int batchSize, int atOnce, CancellationToken cancellation)
    {
        var device = ComputeDevice.Choose(context.Models);
        var file = await context.Weights.FindAsync(model.Weights, cancellation);
        return await WeightFaults.ToldAsync(async () =>
        {
            using var heads = Built(file.Path);
            var recipe = OnnxSession.Recipe($"wav2lip/{model.Weights.Id}", "Wav2Lip", device, heads.LoadingBytes(device), () => Built(file.Path));
            var session = await context.Models.LeaseAsync(recipe, cancellation);
            try
            {
                var (room, batch) = await ReserveAsync(heads, device, context.Models, batchSize, atOnce, cancellation);
                context.Note("provider", device.Provider.ToString().ToLowerInvariant());
                context.Note("device", device.Id.Name);
                context.Note("dtype", "float32");
                return new LipGenerator(session, room, batch, model.FaceSize);
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }, "model");
    }

    /// <summary>Makes faces speak.</summary>
    /// <param name="mels">[count, 1, 80, 16].</param>
    /// <param name="faces">[count, 6, size, size].</param>
    /// <param name="count">How many; at most <see cref="BatchSize"/>.</param>
    /// <param name="frames">Room for [count, 3, size, size].</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>False where the device had no room for so many: <see cref="BatchSize"/> is smaller now.</returns>
    /// <exception cref="NodeFailure">It has no room for a single one.</exception>
    public bool TryRun(float[] mels, float[] faces, int count, Span<float> frames, CancellationToken cancellation)
    {
        using var mel = Tensor.Of(mels, count, 1, Wav2LipGenerator.MelBands, Wav2LipGenerator.MelSteps);
        using var face = Tensor.Of(faces, count, 6, FaceSize, FaceSize);
        try
        {
            var results = _session.Model.Run(new Dictionary<string, Tensor>(2, StringComparer.Ordinal) { [Wav2LipGenerator.Mel] = mel, [Wav2LipGenerator.Face] = face }, cancellation);
            using var frame = results[Wav2LipGenerator.Frame];
            (frame.Device == DeviceId.Cpu ? frame.Floats : frame.ToFloats()).CopyTo(frames);
            return true;
        }
        catch (OutOfDeviceMemoryException error)
        {
            Volatile.Write(ref _batch, Math.Max(1, count / 2));
            return count > 1 ? false : throw new NodeFailure($"The device has no room for a single face at {FaceSize}×{FaceSize} pixels: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _room.Dispose();
        _session.Dispose();
    }

    private static OnnxModel Built(string path)
    {
        var checkpoint = Checkpoint.Open(path);
        try
        {
            return OnnxModel.Of(Wav2LipGenerator.Build(checkpoint), checkpoint);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    // What can never fit is refused at once; half as many faces may.
    private static async Task<(IDisposable Room, int Batch)> ReserveAsync(OnnxModel model, ComputeDevice device, IModelShelf shelf, int batch, int atOnce, CancellationToken cancellation)
    {
        while (true)
        {
            var bytes = atOnce * model.WorkingBytes(device, new Dictionary<string, long>(1) { [Wav2LipGenerator.Batch] = batch });
            try
            {
                return (await shelf.ReserveAsync(new MemoryNeed(device.Id, bytes), "faces on their way", cancellation), batch);
            }
            catch (NodeFailure) when (batch > 1)
            {
                batch /= 2;
            }
        }
    }
}
