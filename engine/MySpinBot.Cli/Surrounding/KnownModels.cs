using MySpinBot.Runtime.Weights;
using MySpinBot.Server.Weights;
using MySpinBot.Server.Weights.Manifests;

namespace MySpinBot.Cli.Surrounding;

/// <summary>What the commands for models know, for the engine: digests that were computed when models were pulled or verified, and the lists of what can be pulled. Read when they are first asked for.</summary>
internal sealed class KnownModels(Func<WeightStore> open) : IKnownModels
{
    private readonly Lazy<WeightStore> _store = new(open);

    public string? Sha256Of(string path) => _store.Value.KnownDigest(path);

    public PublishedModel? Named(string kind, string file) => Published(_store.Value.Manifest.For(kind, file));

    public PublishedModel? OfSha256(string sha256) => Published(_store.Value.Manifest.Entries.FirstOrDefault(entry => entry.Sha256 == sha256));

    private static PublishedModel? Published(ModelEntry? entry) => entry is null ? null : new PublishedModel(entry.Name, entry.File, entry.Bytes);
}
