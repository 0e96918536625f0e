using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Terminal;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Doctoring;

/// <summary>Asks the other servers of the configuration which models they have.</summary>
internal sealed class TargetServers(Configuration configuration, TimeProvider time)
{
    private const string Check = "target";
    private const int MostBytes = 16 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>All of them, at once.</summary>
    public async Task<IReadOnlyList<Finding>> AllAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null }) { MaxResponseContentBufferSize = MostBytes, Timeout = Timeout.InfiniteTimeSpan };
        var findings = await Task.WhenAll(Targets.Of(configuration).Select(target => OfAsync(http, target, cancellation)));
        return [.. findings.SelectMany(each => each)];
    }

    private async Task<IReadOnlyList<Finding>> OfAsync(HttpClient http, OutboundTarget target, CancellationToken cancellation)
    {
        var finding = await AskAsync(http, target, cancellation);
        return target is { Key: not null, Address: { Scheme: "http", IsLoopback: false } }
            ? [finding, Finding.Warn(Check, $"{target.Name}: its key goes over the network for everybody to read, because {target.Address} is not encrypted.", "an address with https:// in targets.servers")]
            : [finding];
    }

    private async Task<Finding> AskAsync(HttpClient http, OutboundTarget target, CancellationToken cancellation)
    {
        const string remedy = "start it, or mend its address in targets.servers";
        var who = $"{target.Name} ({target.Kind} at {target.Endpoint})";
        using var patience = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target.Kind == "ollama" ? $"{target.Endpoint}/api/tags" : $"{target.Endpoint}/models");
            request.Headers.Authorization = target.Key is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
            using var answer = await http.SendAsync(request, end.Token);
            if (!answer.IsSuccessStatusCode)
            {
                return (int)answer.StatusCode is 401 or 403
                    ? Finding.Warn(Check, $"{who} refuses {(target.Key is null ? "to be asked without a key" : "the key that it is given")}.", $"a key in targets.keys: {target.Name}=KEY")
                    : Finding.Warn(Check, string.Create(CultureInfo.InvariantCulture, $"{who} answers with {(int)answer.StatusCode} when it is asked which models it has."), remedy);
            }

            return CountOf(await answer.Content.ReadAsByteArrayAsync(end.Token)) is { } models
                ? Finding.Ok(Check, string.Create(CultureInfo.InvariantCulture, $"{who} has {models} models."))
                : Finding.Warn(Check, $"{who} sent no list of models: it may be of another kind.", "the right kind in targets.servers: openai or ollama");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Finding.Warn(Check, string.Create(CultureInfo.InvariantCulture, $"{who} does not answer within {Patience.TotalSeconds} seconds."), remedy);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Finding.Warn(Check, $"{who} cannot be reached: {PlainText.OnOneLine((fault.InnerException ?? fault).Message)}", remedy);
        }
    }

    // OpenAI's lists are under "data", Ollama's under "models".
    private static int? CountOf(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object && (json.RootElement.TryGetProperty("data", out var list) || json.RootElement.TryGetProperty("models", out list)) && list.ValueKind == JsonValueKind.Array
                ? list.GetArrayLength() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
