using System.Runtime.InteropServices;
using System.Text.Json;

namespace MySpinBot.Runtime.Results;

/// <summary>JSON as its text was given: two spellings of one value are two values. No bytes for an element that was never set.</summary>
internal sealed class JsonCodec() : ValueCodec("json-1")
{
    // The text was JSON once, under whatever options its reader had; it is taken back as it stands.
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = int.MaxValue, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public override void Encode(object? value, Stream output)
    {
        if (value is JsonElement { ValueKind: not JsonValueKind.Undefined } json)
        {
            output.Write(JsonMarshal.GetRawUtf8Value(json));
        }
    }

    public override object? Decode(Stream input, long length)
    {
        if (length == 0)
        {
            return default(JsonElement);
        }

        try
        {
            using var document = JsonDocument.Parse(input, Lenient);
            return document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException("The bytes are not JSON.", fault);
        }
    }

    public override long SizeOf(object? value, long encoded) => (encoded * 3) + 128;
}
