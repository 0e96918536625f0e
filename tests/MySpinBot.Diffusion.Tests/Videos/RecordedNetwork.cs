namespace MySpinBot.Diffusion.Tests.Videos;

/// <summary>A network that keeps what it is asked and what it says, a list of groups for each time that it is asked about.</summary>
internal sealed class RecordedNetwork(IDiffusionNetwork network) : IDiffusionNetwork
{
    private readonly List<(float Time, List<Asked> Groups)> _asked = [];

    public NetworkConfig Config => network.Config;

    public string? Refusal => network.Refusal;

    public IReadOnlyList<float> Times => [.. _asked.Select(each => each.Time)];

    /// <summary>The groups of a step, in no order that is promised.</summary>
    public IReadOnlyList<Asked> At(int step) => _asked[step].Groups;

    public ValueTask<bool> ReserveAsync(NetworkSize size, CancellationToken cancellation) => network.ReserveAsync(size, cancellation);

    public void Predict(in NetworkInput input, Span<float> output, CancellationToken cancellation)
    {
        network.Predict(input, output, cancellation);
        for (var group = 0; group < input.Size.Groups; group++)
        {
            var asked = new Asked(Part(input.Sample, group, input.Size), Part(input.Context, group, input.Size), Part(input.Added, group, input.Size), Part(output, group, input.Size));
            if (_asked.Count == 0 || _asked[^1].Time != input.Timesteps[group])
            {
                _asked.Add((input.Timesteps[group], []));
            }

            _asked[^1].Groups.Add(asked);
        }
    }

    private static float[] Part(ReadOnlySpan<float> all, int group, NetworkSize size) => all.Slice(all.Length / size.Groups * group, all.Length / size.Groups).ToArray();

    internal sealed record Asked(float[] Sample, float[] Context, float[] Added, float[] Output);
}
