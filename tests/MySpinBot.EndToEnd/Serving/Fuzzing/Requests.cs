using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MySpinBot.EndToEnd.Serving.Fuzzing;

/// <summary>Something that the server can be asked, as the description has it.</summary>
internal sealed record Described(string Path, HttpMethod Method, JObject Node)
{
    public string Name => $"{Method} {Path}";
}

/// <summary>A request and how it came about.</summary>
/// <param name="Message">It.</param>
/// <param name="Story">Enough of it to send it again by hand.</param>
/// <param name="MayBeCutOff">Whether the server may hang up while it is sent.</param>
internal sealed record Sent(HttpRequestMessage Message, string Story, bool MayBeCutOff);

/// <summary>Makes requests: half of them as the description allows, half with something wrong.</summary>
internal sealed class Requests(JObject document, Harvest harvest, Random random)
{
    private static readonly string[] Types = ["text/plain", "application/json; charset=utf-16", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "application/octet-stream", "image/png", ""];

    private readonly SchemaValues _values = new(document, harvest, random);

    private Forms Forms => field ??= new Forms(_values, random);

    public Sent Make(Described operation)
    {
        var isWrong = random.Next(2) == 0;
        var (path, query) = (operation.Path, new List<string>());
        var message = new HttpRequestMessage { Method = operation.Method };
        foreach (var parameter in (operation.Node["parameters"] ?? new JArray()).Select(_values.Resolve))
        {
            var (name, place) = (parameter["name"]!.ToString(), parameter["in"]!.ToString());
            if (place == "path")
            {
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(PathValue(operation, name, parameter["schema"]!, isWrong)), StringComparison.Ordinal);
            }
            else if ((bool?)parameter["required"] == true || random.Next(3) == 0)
            {
                var value = isWrong && random.Next(3) == 0 ? _values.AnyText() : Plain(place == "header" && name == "Prefer" ? "wait=1" : _values.Valid(parameter["schema"]));
                Add(name, place, value);
            }
        }

        if (isWrong && random.Next(6) == 0)
        {
            query.Add($"{Uri.EscapeDataString(_values.AnyText())}={Uri.EscapeDataString(_values.AnyText())}");
        }

        // A path of which nothing is left would lead elsewhere.
        message.RequestUri = new Uri(path.Replace("//", "/%20/", StringComparison.Ordinal).TrimEnd('/') + (query.Count > 0 ? $"?{string.Join('&', query)}" : ""), UriKind.Relative);
        message.Headers.TryAddWithoutValidation("Accept", random.Next(4) == 0 ? "*/*" : "application/json");
        var (shown, cut) = Body(message, operation, isWrong);
        return new Sent(message, $"{message.Method} {message.RequestUri} {string.Join(' ', message.Headers.Select(header => $"[{header.Key}: {string.Join(",", header.Value)}]"))} {shown}", cut);

        void Add(string name, string place, string value)
        {
            if (place == "query")
            {
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
            else
            {
                // Nothing else leaves this client.
                message.Headers.TryAddWithoutValidation(name, new string([.. value.Where(letter => letter is >= ' ' and <= '~')]));
            }
        }
    }

    private string PathValue(Described operation, string name, JToken schema, bool isWrong)
        => isWrong && random.Next(3) == 0 ? _values.AnyText() is { Length: > 0 } text ? text : "x"
            : random.Next(4) > 0 && harvest.Find(operation.Path, name, random) is { } known ? known
            : Plain(_values.Valid(schema)) is { Length: > 0 } valid ? valid : "x";

    private (string Shown, bool MayBeCutOff) Body(HttpRequestMessage message, Described operation, bool isWrong)
    {
        if (operation.Node["requestBody"] is not { } described)
        {
            return ("", false);
        }

        var body = _values.Resolve(described);
        var contents = ((JObject)body["content"]!).Properties().ToList();
        var content = contents[random.Next(contents.Count)];
        if (!isWrong && (bool?)body["required"] != true && random.Next(3) == 0)
        {
            return ("(no body)", false);
        }

        var bytes = content.Name.EndsWith("json", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(Text(operation, content.Value, isWrong)) : Bytes();
        if (content.Name.StartsWith("multipart/", StringComparison.Ordinal) && !(isWrong && random.Next(3) == 0))
        {
            var form = Forms.Make(bytes);
            message.Content = form;
            return ($"(multipart, {bytes.Length} bytes: {string.Join(" | ", form.Select(part => string.Join(",", part.Headers.NonValidated["Content-Disposition"])))})", false);
        }

        if (isWrong && random.Next(8) == 0 && bytes.Length > 0)
        {
            bytes = random.Next(3) switch { 0 => bytes[..random.Next(bytes.Length)], 1 => [0xEF, 0xBB, 0xBF, .. bytes], _ => [.. bytes, 0xFF, 0xFE, (byte)'}'] };
        }

        message.Content = new ByteArrayContent(bytes);
        var type = isWrong && random.Next(8) == 0 ? Types[random.Next(Types.Length)] : content.Name == "*/*" ? "application/octet-stream" : content.Name.Replace("/*", "/webp", StringComparison.Ordinal);
        message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return ($"[{type}] {Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, 2_000))}{(bytes.Length > 2_000 ? $"… ({bytes.Length} bytes)" : "")}", bytes.Length > 30 << 20);
    }

    private string Text(Described operation, JToken content, bool isWrong)
    {
        // Random values seldom make sense together; what the description shows does, and so gets past the door.
        var examples = content["examples"]?.Children<JProperty>().Select(one => one.Value["value"]).Append(content["example"]).OfType<JContainer>().ToList() ?? [.. new[] { content["example"] }.OfType<JContainer>()];
        var value = examples.Count > 0 && random.Next(2) == 0 ? examples[random.Next(examples.Count)].DeepClone() : _values.Valid(content["schema"]);
        if (operation.Path.EndsWith("/models/pulls", StringComparison.Ordinal))
        {
            Unlist(value);
        }

        if (!isWrong)
        {
            return value.ToString(Formatting.None);
        }

        for (var i = random.Next(1, 4); i > 0; i--)
        {
            value = _values.Spoil(value);
        }

        var text = value.ToString(Formatting.None);
        return random.Next(12) switch
        {
            0 => "",
            1 => text.Replace(":", ":1e999", StringComparison.Ordinal),
            2 => text.Replace("\"", "\"\\ud800", StringComparison.Ordinal),
            3 => new string('[', random.Next(1, 100_000)),
            4 => $"{text}{text}",
            5 => text.Replace("{", "{\"a\":1,\"a\":2,", StringComparison.Ordinal),
            _ => text,
        };
    }

    // What the server knows where to get it would go and get from the internet.
    private void Unlist(JToken pull)
    {
        foreach (var name in new[] { "name", "url" }.Where(name => pull[name] is not null))
        {
            pull[name] = _values.AnyText();
        }
    }

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(4) == 0 ? 0 : random.Next(1, 40_000)];
        random.NextBytes(bytes);
        byte[] head = random.Next(5) switch
        {
            0 => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0x7F, 0xFF, 0xFF, 0xFF],
            1 => "PK\u0003\u0004"u8.ToArray(),
            2 => "RIFF\xff\xff\xff\x7fWEBPVP8 "u8.ToArray(),
            3 => [0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6F, 0x6D],
            _ => [],
        };
        head.AsSpan(0, Math.Min(head.Length, bytes.Length)).CopyTo(bytes);
        return bytes;
    }

    private static string Plain(JToken value) => value switch
    {
        JArray several => string.Join(',', several.Select(Plain)),
        JValue { Value: bool truth } => truth ? "true" : "false",
        JValue single => Convert.ToString(single.Value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
        _ => value.ToString(Formatting.None),
    };
}
