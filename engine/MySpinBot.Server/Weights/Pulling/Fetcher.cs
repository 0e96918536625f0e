using System.Net;
using System.Net.Http.Headers;
using MySpinBot.Server.Outbound;

namespace MySpinBot.Server.Weights.Pulling;

/// <summary>Asks for a piece of a file. Redirects are followed here: a token goes to the host that it is for and to no other, and nobody leads from an encrypted connection to an open one.</summary>
internal sealed class Fetcher : IDisposable
{
    private const int MostRedirects = 10;

    private static readonly IWebProxy Proxy = HttpClient.DefaultProxy; // HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY

    private readonly HttpMessageInvoker _http;
    private readonly OutboundRules _rules;
    private readonly string? _token;

    public Fetcher(OutboundRules rules, string? token)
    {
        (_rules, _token) = (rules, token);
        _http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                UseCookies = false,
                ConnectCallback = rules.ConnectAsync,
                ConnectTimeout = TimeSpan.FromSeconds(30),
                MaxResponseHeadersLength = 64,
                Proxy = Proxy,
            },
            disposeHandler: true);
    }

    /// <summary>The answer to a request for what comes after some bytes.</summary>
    /// <param name="url">The file.</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <param name="origin">What the file must still be; else all of it is wanted.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    /// <exception cref="PullFault">It leads nowhere.</exception>
    public async Task<HttpResponseMessage> AskAsync(Uri url, long from, Origin origin, CancellationToken cancellation)
    {
        var at = url;
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            if (!_rules.MayCallAnybody && !Proxy.IsBypassed(at) && Proxy.GetProxy(at) is not null && await _rules.RefusalByProxyAsync(at, cancellation).ConfigureAwait(false) is { } refusal)
            {
                throw new PullFault(PullFault.PrivateAddress, refusal);
            }

            using var request = Request(at, IsSame(at, url), from, origin);
            var answer = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            if (answer.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return answer;
            }

            var location = answer.Headers.Location;
            answer.Dispose();
            at = Next(at, location);
        }

        throw new PullFault("too_many_redirects", $"{url} leads on and on; after {MostRedirects} times nobody had the file.");
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Uri at, bool isNamed, long from, Origin origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, at) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("MySpinBot", null));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (_token is { } token && isNamed)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.IfRange = origin.Tag is { } tag ? new RangeConditionHeaderValue(tag) : origin.ModifiedAt is { } modified ? new RangeConditionHeaderValue(modified) : null;
        }

        return request;
    }

    private static Uri Next(Uri at, Uri? location)
    {
        if (location is null || !Uri.TryCreate(at, location, out var next) || next.Scheme is not ("https" or "http"))
        {
            throw new PullFault("bad_redirect", $"{at} leads to somewhere that is no address.");
        }

        return at.Scheme == "https" && next.Scheme == "http"
            ? throw new PullFault("bad_redirect", $"{at} leads to {next}, which is not encrypted; that is not followed.")
            : next;
    }

    private static bool IsSame(Uri one, Uri other) => one.Scheme == other.Scheme && one.IdnHost == other.IdnHost && one.Port == other.Port;
}

/// <summary>A pull cannot go on, at this address at least. The message is a sentence for people.</summary>
internal sealed class PullFault(string code, string sentence) : Exception(sentence)
{
    public const string PrivateAddress = "private_address";

    public string Code { get; } = code;
}
