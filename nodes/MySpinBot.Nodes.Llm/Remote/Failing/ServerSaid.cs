using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.Failing;

/// <summary>Makes sentences of what servers say when they refuse: OpenAI's <c>{"error":{"message"}}</c>, Ollama's <c>{"error":"…"}</c>, FastAPI's <c>{"detail"}</c>, a page of a proxy.</summary>
internal static class ServerSaid
{
    private const int MostBytes = 64 << 10;
    private const int LongestShown = 600;

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n");

    /// <summary>A refusal by its status.</summary>
    /// <param name="target">Who refused.</param>
    /// <param name="status">The status.</param>
    /// <param name="retryAfter">What stands in the header Retry-After; null where there is none.</param>
    /// <param name="body">The answer's body; the beginning of it is read.</param>
    /// <param name="now">The time, for dates in that header.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<RemoteFault> RefusalAsync(OutboundTarget target, int status, string? retryAfter, Stream? body, DateTimeOffset now, CancellationToken cancellation)
    {
        var said = body is null ? "" : await BeginningAsync(body, cancellation);
        var what = status switch
        {
            401 or 403 => target.Key is null
                ? $"It wants a key: give it one in targets.keys ({target.Name}=KEY)."
                : $"It does not take the key that targets.keys has for {target.Name}.",
            404 => "It has no such model, or no such way to ask: look at the model's name, and at the address in targets.servers.",
            429 => "It is asked too often, or what may be asked is used up.",
            >= 300 and < 400 => "It points to another address, which is not followed: write that address into targets.servers.",
            502 or 503 or 504 => "It is not ready, or too busy.",
            _ => null,
        };
        var words = WordsOf(target, said);
        return new RemoteFault(string.Create(CultureInfo.InvariantCulture, $"{Who(target)} refused with {status}{(words.Length > 0 ? $": {words}" : ".")}{(what is null ? "" : $" {what}")}"))
        {
            IsPassing = status is 408 or 429 or >= 500 and not 501 and not 505,
            RetryAfter = Wish(retryAfter, now),
            Field = status == 404 ? nameof(TextRequest.Model) : null,
            Code = status == 404 ? "model_not_found" : status is 400 or 413 or 422 or 500 && SpeaksOfContext(said) ? "context_length_exceeded" : null,
        };
    }

    /// <summary>What stands under <c>error</c> in an answer that had begun well.</summary>
    public static RemoteFault Error(OutboundTarget target, JsonElement error)
    {
        var code = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("code", out var given) && given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out var number) ? number : 0;
        return new RemoteFault($"{Who(target)} broke off: {Shown(target, TextOf(error) ?? "it did not say why.")}") { IsPassing = code is 408 or 429 or >= 500 and < 600 };
    }

    /// <summary>How a target is called in sentences.</summary>
    public static string Who(OutboundTarget target) => $"The target {target.Name} ({target.Address.GetLeftPart(UriPartial.Path).TrimEnd('/')})";

    /// <summary>Foreign words as they stand in a sentence: on one line, bounded, without control characters, and without the key that the server may have repeated.</summary>
    public static string Shown(OutboundTarget target, string words)
    {
        if (target.Key is { Length: > 3 } key)
        {
            words = words.Replace(key, "(hidden)", StringComparison.Ordinal);
        }

        var line = new StringBuilder(Math.Min(words.Length, LongestShown) + 2);
        foreach (var letter in words.AsSpan().Trim())
        {
            if (line.Length >= LongestShown)
            {
                return line.Append('…').ToString();
            }

            var isBlank = Blanks.Contains(letter) || char.IsControl(letter);
            if (!isBlank || (line.Length > 0 && line[^1] != ' '))
            {
                line.Append(isBlank ? ' ' : letter);
            }
        }

        return line.Length > 0 && line[^1] is '.' or '!' or '?' ? line.ToString() : line.Append('.').ToString();
    }

    /// <summary>How long a server wants to be left alone.</summary>
    internal static TimeSpan? Wish(string? retryAfter, DateTimeOffset now)
        => !RetryConditionHeaderValue.TryParse(retryAfter, out var wish) ? null
            : wish.Delta ?? (wish.Date - now is { } until && until > TimeSpan.Zero ? until : TimeSpan.Zero);

    private static string WordsOf(OutboundTarget target, string said)
    {
        try
        {
            using var json = JsonDocument.Parse(said);
            var root = json.RootElement;
            return TextOf(root) is { } text ? Shown(target, text) : "";
        }
        catch (JsonException)
        {
            // A page of a proxy says nothing that people could use.
            return said.Length == 0 || said.AsSpan().TrimStart().StartsWith("<") ? "" : Shown(target, said);
        }
    }

    // OpenAI and vLLM: "maximum context length"; llama-server: "exceeds the available context size"; SGLang: "longer than the model's context length"; Ollama: "exceeds the context length".
    private static bool SpeaksOfContext(string said) => said.Contains("context length", StringComparison.OrdinalIgnoreCase) || said.Contains("context size", StringComparison.OrdinalIgnoreCase)
        || said.Contains("context_length_exceeded", StringComparison.Ordinal);

    private static string? TextOf(JsonElement said) => said.ValueKind switch
    {
        JsonValueKind.String => said.GetString(),
        JsonValueKind.Object => Inner(said, "error") ?? Inner(said, "message") ?? Inner(said, "detail") ?? Inner(said, "msg"),
        JsonValueKind.Array when said.GetArrayLength() > 0 => TextOf(said[0]),
        _ => null,
    };

    private static string? Inner(JsonElement said, string name) => said.TryGetProperty(name, out var inner) ? TextOf(inner) : null;

    private static async Task<string> BeginningAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new byte[MostBytes];
        try
        {
            var read = await body.ReadAtLeastAsync(bytes, MostBytes, throwOnEndOfStream: false, cancellation);
            return Encoding.UTF8.GetString(bytes, 0, read);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            return ""; // the status says enough
        }
    }
}
