namespace MySpinBot.Server.Weights;

/// <summary>A SHA-256 as people write it.</summary>
internal static class Sha256Text
{
    /// <summary>Whether a text is one: 64 hexadecimal digits.</summary>
    public static bool Is(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);
}
