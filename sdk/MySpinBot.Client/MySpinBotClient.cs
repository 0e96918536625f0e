using MySpinBot.Client.Sending;

namespace MySpinBot.Client;

/// <summary>A server of MySpinBot, as <c>docs/openapi.json</c> describes it: a method for everything that it can be asked. Safe from any thread; one is enough for a program.</summary>
public sealed partial class MySpinBotClient : IDisposable
{
    private readonly Transport _transport;

    /// <summary>Makes a client.</summary>
    /// <param name="server">Where the server is: <c>http://127.0.0.1:8188</c>.</param>
    /// <param name="key">An API key; null on the server's own machine.</param>
    public MySpinBotClient(Uri server, string? key = null)
        : this(new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan }, key) // events are waited for as long as it takes
    {
        ArgumentNullException.ThrowIfNull(server);
    }

    /// <summary>Makes a client that sends by way of another, which it disposes with itself.</summary>
    /// <param name="http">Has the server as its base address. Its time limit counts for streams too.</param>
    /// <param name="key">An API key; null for none, or where <paramref name="http"/> sends one already.</param>
    public MySpinBotClient(HttpClient http, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.BaseAddress is null)
        {
            throw new ArgumentException("The HTTP client has to have the server as its base address.", nameof(http));
        }

        _transport = new Transport(http, key);
    }

    /// <summary>Opens what an answer leads to: a file of the results, a preview, another page.</summary>
    /// <param name="link">A link of the server's.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">The link leads to another server; the key is not for that one.</exception>
    /// <exception cref="ProblemException">The server refused; it says why.</exception>
    public Task<FileContent> OpenAsync(Uri link, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        return _transport.BytesAsync(new Call(HttpMethod.Get, _transport.OnServer(link)), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();
}
