namespace MySpinBot.Nodes.Tts;

/// <summary>How words are spoken, whoever speaks them.</summary>
/// <param name="WordsPerMinute">Speed.</param>
/// <param name="Pitch">Height, 0 to 99.</param>
/// <param name="Range">How far the voice rises and falls, 0 to 99; 50 is its own.</param>
/// <param name="WordGap">Silence between words, in espeak-ng's own unit.</param>
/// <param name="IsMarkup">Whether the words are SSML.</param>
internal sealed record Delivery(int WordsPerMinute, int Pitch = 50, int Range = 50, int WordGap = 0, bool IsMarkup = false);
