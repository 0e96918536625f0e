using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests;

internal sealed class FolderArtifacts(string folder) : IArtifacts
{
    public async ValueTask<ArtifactReference> PutAsync(ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var artifact = new ArtifactReference(ContentId.Of(bytes.Span), bytes.Length, mediaType);
        await File.WriteAllBytesAsync(PathOf(artifact), bytes, cancellation);
        return artifact;
    }

    public async ValueTask<ArtifactReference> PutFileAsync(string path, string mediaType, CancellationToken cancellation)
        => await PutAsync(await File.ReadAllBytesAsync(path, cancellation), mediaType, cancellation);

    public ValueTask<Stream> OpenAsync(ArtifactReference artifact, CancellationToken cancellation) => ValueTask.FromResult<Stream>(File.OpenRead(PathOf(artifact)));

    public ValueTask<string> PathOfAsync(ArtifactReference artifact, CancellationToken cancellation) => ValueTask.FromResult(PathOf(artifact));

    private string PathOf(ArtifactReference artifact) => Path.Combine(folder, artifact.Id.ToString());
}
