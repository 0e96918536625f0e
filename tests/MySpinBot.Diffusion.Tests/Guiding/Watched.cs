namespace MySpinBot.Diffusion.Tests.Guiding;

/// <summary>A network that writes down what it is asked.</summary>
internal sealed class Watched(IDiffusionNetwork inner) : IDiffusionNetwork
{
    public List<NetworkSize> Asked { get; } = [];

    public List<float[]> Samples { get; } = [];

    public List<float[]> Added { get; } = [];

    /// <summary>Is told before a prediction.</summary>
    public Action? Begins { get; init; }

    public NetworkConfig Config => inner.Config;

    public ValueTask<bool> ReserveAsync(NetworkSize size, CancellationToken cancellation) => inner.ReserveAsync(size, cancellation);

    public void Predict(in NetworkInput input, Span<float> output, CancellationToken cancellation)
    {
        Asked.Add(input.Size);
        Samples.Add(input.Sample.ToArray());
        Added.Add(input.Added.ToArray());
        Begins?.Invoke();
        inner.Predict(input, output, cancellation);
    }
}

/// <summary>A network that has room for one picture under one condition.</summary>
internal sealed class Narrow(IDiffusionNetwork inner) : IDiffusionNetwork
{
    public NetworkConfig Config => inner.Config;

    public ValueTask<bool> ReserveAsync(NetworkSize size, CancellationToken cancellation) => size.Groups > 1 ? new(false) : inner.ReserveAsync(size, cancellation);

    public void Predict(in NetworkInput input, Span<float> output, CancellationToken cancellation)
    {
        input.Size.Groups.ShouldBe(1);
        inner.Predict(input, output, cancellation);
    }
}
