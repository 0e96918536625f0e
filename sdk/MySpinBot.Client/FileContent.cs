namespace MySpinBot.Client;

/// <summary>Bytes that come from the server while they are read. Disposing it lets go of the connection.</summary>
public sealed class FileContent : IAsyncDisposable, IDisposable
{
    private readonly HttpResponseMessage _answer;

    internal FileContent(HttpResponseMessage answer, Stream stream) => (_answer, Stream) = (answer, stream);

    /// <summary>The bytes.</summary>
    public Stream Stream { get; }

    /// <summary>What they are; null where the server did not say.</summary>
    public string? MediaType => _answer.Content.Headers.ContentType?.MediaType;

    /// <summary>How many there are; null where that is not known.</summary>
    public long? Length => _answer.Content.Headers.ContentLength;

    /// <summary>What the file is called; null where the server did not say.</summary>
    public string? Name => _answer.Content.Headers.ContentDisposition is { } said ? (said.FileNameStar ?? said.FileName)?.Trim('"') : null;

    /// <summary>Saves them.</summary>
    public async Task SaveAsync(string path, CancellationToken cancellation = default)
    {
        await using var file = File.Create(path);
        await Stream.CopyToAsync(file, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        _answer.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        _answer.Dispose();
    }
}
