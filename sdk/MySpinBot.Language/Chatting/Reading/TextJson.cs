using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MySpinBot.Language;

/// <summary>Texts as JSON.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;

/// <summary>The same with letters of all languages as they are, as models write them.</summary>
internal static class RelaxedJson
{
    /// <summary>Texts.</summary>
    public static JsonTypeInfo<string> Text { get; } = new TextJson(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).String;
}
