using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Weights;

/// <summary>The files of weights as one call sees them: what has to be read for it counts as its progress.</summary>
internal sealed class CallWeights(WeightSearch search, NodeContext context) : IWeightFiles
{
    public ValueTask<FileReference> FindAsync(WeightFile weights, CancellationToken cancellation)
        => search.FindAsync(weights, (done, total) => context.Progress(done, total, "bytes of models read to find the one that is wanted"), cancellation);

    public ValueTask<FileReference?> NamedAsync(string kind, string name, CancellationToken cancellation) => search.NamedAsync(kind, name, cancellation);

    public ValueTask<FileReference?> BesideAsync(FileReference file, string name, CancellationToken cancellation) => search.BesideAsync(file, name, cancellation);

    public IReadOnlyList<string> Names(string kind) => search.Names(kind);
}
