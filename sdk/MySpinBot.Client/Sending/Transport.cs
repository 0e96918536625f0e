using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MySpinBot.Client.Sending;

/// <summary>Sends requests, and makes of what comes back what the caller wants or a <see cref="ProblemException"/>.</summary>
internal sealed class Transport(HttpClient http, string? key) : IDisposable
{
    private const string Json = "application/json";
    private const int MostProblemBytes = 4 << 20;

    /// <summary>A link of the server's as a path on it.</summary>
    public string OnServer(Uri link)
    {
        var whole = new Uri(http.BaseAddress!, link);
        return Uri.Compare(whole, http.BaseAddress, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? whole.PathAndQuery
            : throw new ArgumentException($"'{link}' leads to another server than {http.BaseAddress}.", nameof(link));
    }

    public async Task DoAsync(Call call, CancellationToken cancellation)
    {
        using var answer = await SendAsync(call, Json, cancellation);
    }

    public async Task<string> TextAsync(Call call, CancellationToken cancellation)
    {
        using var answer = await SendAsync(call, "*/*", cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    public async Task<T> ReadAsync<T>(Call call, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var answer = await SendAsync(call, Json, cancellation);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        return await JsonSerializer.DeserializeAsync(stream, type, cancellation) ?? throw new InvalidDataException($"The server answered nothing where a {typeof(T).Name} was to come.");
    }

    public async Task<T> ReadAsync<T>(Call call, Func<int, JsonElement, T> read, CancellationToken cancellation)
    {
        using var answer = await SendAsync(call, Json, cancellation);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        using var json = await JsonDocument.ParseAsync(stream, new JsonDocumentOptions { MaxDepth = ClientJson.Default.Options.MaxDepth }, cancellation);
        return read((int)answer.StatusCode, json.RootElement);
    }

    public async Task<FileContent> BytesAsync(Call call, CancellationToken cancellation)
    {
        var answer = await SendAsync(call, "*/*", cancellation);
        try
        {
            return new FileContent(answer, await answer.Content.ReadAsStreamAsync(cancellation));
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>Sends, and gives an answer that is a success: its head; the rest comes as it is read.</summary>
    public async Task<HttpResponseMessage> SendAsync(Call call, string accept, CancellationToken cancellation)
    {
        using var request = call.Request(accept);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await ProblemAsync(answer, cancellation);
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<ProblemException> ProblemAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var (status, wait) = ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta);
        if (answer.Content.Headers.ContentType?.MediaType is "application/problem+json" or Json && answer.Content.Headers.ContentLength is null or <= MostProblemBytes)
        {
            try
            {
                await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
                if (await JsonSerializer.DeserializeAsync(stream, ClientJson.Default.Problem, cancellation) is { } problem)
                {
                    return new ProblemException(status, problem, problem.Detail, wait);
                }
            }
            catch (JsonException)
            {
                // It is not the server that answered so; the status is all that is known.
            }
        }

        return new ProblemException(status, null, $"{answer.RequestMessage?.RequestUri} answered {status} ({answer.ReasonPhrase}).", wait);
    }
}
