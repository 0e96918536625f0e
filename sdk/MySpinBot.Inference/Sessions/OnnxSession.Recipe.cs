using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <content>On the shelf.</content>
public sealed partial class OnnxSession
{
    /// <summary>How a node gets a session from the shelf: the model is built when it is loaded, and freed when it is evicted.</summary>
    /// <param name="key">Identity: the weights' content id, the architecture, the precision, options. The device and how it is loaded are added to it.</param>
    /// <param name="title">What people read in the ledger.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="estimate">Bytes that it takes until it is loaded: <see cref="OnnxModel.LoadingBytes"/>. From then on it counts as what it holds.</param>
    /// <param name="build">Makes the model; the session takes it over.</param>
    /// <param name="how">How it is loaded; null for the usual way.</param>
    public static ModelRecipe<OnnxSession> Recipe(string key, string title, ComputeDevice device, long estimate, Func<OnnxModel> build, OnnxSessionOptions? how = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(build);
        how ??= OnnxSessionOptions.Usual;
        return new ModelRecipe<OnnxSession>
        {
            Key = $"onnx {device.Id} {how.Key} {key}",
            Title = title,
            Device = device.Id,
            EstimatedBytes = estimate,
            Load = cancellation => new ValueTask<Resident<OnnxSession>>(Task.Run(() => Load(build, device, how, cancellation), cancellation)),
        };
    }

    private static Resident<OnnxSession> Load(Func<OnnxModel> build, ComputeDevice device, OnnxSessionOptions how, CancellationToken cancellation)
    {
        var session = Load(build(), device, how, cancellation);
        return new Resident<OnnxSession>(session, session.Bytes, () =>
        {
            session.Dispose();
            return ValueTask.CompletedTask;
        });
    }
}
