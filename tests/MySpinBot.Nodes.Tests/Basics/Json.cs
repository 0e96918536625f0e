using System.Text.Json;

namespace MySpinBot.Nodes.Tests.Basics;

/// <summary>JSON written in tests with single quotes.</summary>
internal static class Json
{
    public static JsonElement Of(string text) => JsonElement.Parse(text.Replace('\'', '"'), new JsonDocumentOptions { MaxDepth = 1000 });
}
