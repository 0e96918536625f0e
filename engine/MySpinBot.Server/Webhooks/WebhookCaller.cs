using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using MySpinBot.Server.Outbound;
using MySpinBot.Storage.Webhooks;

namespace MySpinBot.Server.Webhooks;

/// <summary>Makes one try of a call over HTTP: within a time, following no redirect, reading no more of the answer than its head.</summary>
internal sealed class WebhookCaller : IDisposable
{
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    private readonly HttpMessageInvoker _http;
    private readonly ServerOptions _options;

    public WebhookCaller(ServerOptions options, GuardedConnect connect)
    {
        _options = options;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false, // a proxy would look names up itself, and reach what we may not
            UseCookies = false,
            ConnectCallback = connect.ConnectAsync,
            ConnectTimeout = options.Webhooks.Timeout,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 64 << 10,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // names may get other addresses
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Tries a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="body">What it tells.</param>
    /// <param name="cancellation">Ends it: the server stops.</param>
    public async Task<CallOutcome> TryAsync(DueCall call, byte[] body, CancellationToken cancellation)
    {
        var at = _options.Time.GetUtcNow();
        var clock = _options.Time.GetTimestamp();
        using var patience = new CancellationTokenSource(_options.Webhooks.Timeout, _options.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var request = Request(call, body, at.ToUnixTimeSeconds());
            using var answer = await _http.SendAsync(request, end.Token);
            var status = (int)answer.StatusCode;
            return new CallOutcome(Tried(status, Sentence(answer)), status is >= 200 and < 300, status == 410, Wish(answer.Headers.RetryAfter, at));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new CallOutcome(Tried(null, $"There was no answer within {_options.Webhooks.Timeout.TotalSeconds:0.#} seconds."), IsHeard: false);
        }
        catch (Exception met) when (met is HttpRequestException or IOException or InvalidOperationException or ArgumentException or UriFormatException)
        {
            return new CallOutcome(Tried(null, $"It could not be called: {Innermost(met)}"), IsHeard: false);
        }

        DeliveryTry Tried(int? status, string sentence) => new(at, status, (long)_options.Time.GetElapsedTime(clock).TotalMilliseconds, sentence);
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(DueCall call, byte[] body, long timestamp)
    {
        var id = IdOf(call.Delivery);
        var request = new HttpRequestMessage(HttpMethod.Post, call.Delivery.Url) { Content = new ByteArrayContent(body), Version = new Version(1, 1), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("MySpinBot", "1"));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (call.Secret is { } secret)
        {
            request.Headers.Add("webhook-signature", WebhookSignature.Of(secret.Span, id, timestamp, body));
        }

        return request;
    }

    /// <summary>What whoever is called knows a call by.</summary>
    private static string IdOf(Delivery call) => $"msg_{call.Id:N}";

    private static string Sentence(HttpResponseMessage answer) => (int)answer.StatusCode switch
    {
        >= 200 and < 300 => "It was heard.",
        >= 300 and < 400 => $"It was sent elsewhere ({(int)answer.StatusCode}), which is not followed; give the address that answers.",
        410 => "Whoever is called wants no more of this (410).",
        var status => $"It was refused with status {status}.",
    };

    // How long whoever is called would have us wait, within reason.
    private static TimeSpan? Wish(RetryConditionHeaderValue? said, DateTimeOffset now)
        => (said?.Delta ?? (said?.Date is { } date ? date - now : null)) is { } wish && wish > TimeSpan.Zero ? wish < LongestWish ? wish : LongestWish : null;

    private static string Innermost(Exception met)
    {
        while (met.InnerException is { } inner)
        {
            met = inner;
        }

        return met.Message.Length > 300 ? met.Message[..300] + "…" : met.Message;
    }
}

/// <summary>How a try of a call went.</summary>
/// <param name="Tried">What is noted of it.</param>
/// <param name="IsHeard">Whether it was heard.</param>
/// <param name="IsUnwanted">Whether it is not to be tried again.</param>
/// <param name="Wish">How long whoever was called would have us wait; null where he said nothing.</param>
internal sealed record CallOutcome(DeliveryTry Tried, bool IsHeard, bool IsUnwanted = false, TimeSpan? Wish = null);
