using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Weights;

/// <summary>The files of weights as plugins see them outside of calls: when a fingerprint is taken, say. The folders may be known later than the plugins.</summary>
internal sealed class HostWeights(Func<WeightSearch?> search) : IWeightFiles
{
    /// <summary>Where there are no folders of models.</summary>
    public static IWeightFiles None { get; } = new HostWeights(() => null);

    public ValueTask<FileReference> FindAsync(WeightFile weights, CancellationToken cancellation)
        => search()?.FindAsync(weights, null, cancellation) ?? throw new NodeFailure("This host has no folders of models.");

    public ValueTask<FileReference?> NamedAsync(string kind, string name, CancellationToken cancellation) => search()?.NamedAsync(kind, name, cancellation) ?? new((FileReference?)null);

    public IReadOnlyList<string> Names(string kind) => search()?.Names(kind) ?? [];
}
