using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MySpinBot.Client.Sending;

/// <summary>A request that is being put together. What has no value is left out.</summary>
internal sealed class Call(HttpMethod method, string path)
{
    private readonly StringBuilder _query = new();
    private readonly List<(string Name, string Value)> _headers = [];
    private HttpContent? _content;

    /// <summary>A value as a part of a path.</summary>
    public static string Segment<T>(T value) => Uri.EscapeDataString(Text(value!));

    /// <summary>Whether an object has these fields: how answers of several kinds are told apart.</summary>
    public static bool Has(JsonElement json, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(field, out _))
            {
                return false;
            }
        }

        return true;
    }

    public Call Query<T>(string name, T value)
    {
        if (value is not null)
        {
            _query.Append(_query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(Text(value)));
        }

        return this;
    }

    public Call Header<T>(string name, T value)
    {
        if (value is not null)
        {
            _headers.Add((name, Text(value)));
        }

        return this;
    }

    public Call Json<T>([AllowNull] T body, JsonTypeInfo<T> type)
    {
        // Numbered bytes rather than chunks: what stands between may not know those.
        _content = body is null ? null : new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return this;
    }

    public Call Bytes(Stream? body, string mediaType)
    {
        _content = body is null ? null : new StreamContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };
        return this;
    }

    /// <summary>The request.</summary>
    public HttpRequestMessage Request(string accept)
    {
        var request = new HttpRequestMessage(method, path + _query) { Content = _content };
        request.Headers.Accept.ParseAdd(accept);
        foreach (var (name, value) in _headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private static string Text(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        Enum choice => Chosen(choice),
        IEnumerable several => string.Join(',', several.Cast<object>().Select(Text)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The fields of an enum that a converter names are kept.")]
    private static string Chosen(Enum choice)
        => choice.GetType().GetField(choice.ToString())?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? throw new ArgumentOutOfRangeException(nameof(choice), choice, "The server knows no such choice.");
}
