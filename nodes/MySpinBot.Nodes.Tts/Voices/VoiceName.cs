using System.Text.RegularExpressions;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>Names of voices, as espeak-ng takes them.</summary>
internal static partial class VoiceName
{
    /// <summary>Mandarin by way of its Latin letters: the voice <c>cmn</c> itself spells Chinese characters as English letters in version 1.51.</summary>
    public const string Mandarin = "cmn-latn-pinyin";

    /// <summary>The voice to ask for: a name such as <c>en-us</c>, with a variant such as <c>en-us+f3</c>. Never a path or an option.</summary>
    /// <exception cref="NodeFailure">It cannot be a voice's name.</exception>
    public static string Of(string voice, string input = "voice")
    {
        var name = voice.Trim();
        return !IsName(name)
            ? throw new NodeFailure($"'{voice}' cannot be the name of a voice; names are like 'en-us', 'de' or 'en-us+f3', and the node SpeechVoices lists them.") { Input = input }
            : LanguageOf(name).ToLowerInvariant() is "cmn" or "zh" or "zh-cn" or "zh-tw" ? Mandarin + VariantOf(name)
            : name;
    }

    /// <summary>Whether it may be a voice's name: no path, no option.</summary>
    public static bool IsName(string name) => Form().IsMatch(name);

    /// <summary>The name without its variant.</summary>
    public static string LanguageOf(string voice) => voice.IndexOf('+', StringComparison.Ordinal) is var plus and >= 0 ? voice[..plus] : voice;

    /// <summary>The variant with its plus sign; empty where there is none.</summary>
    public static string VariantOf(string voice) => voice[LanguageOf(voice).Length..];

    /// <summary>The language of a voice as a BCP 47 tag that other programs know.</summary>
    public static string TagOf(string voice) => LanguageOf(voice) switch { Mandarin => "zh", "fr-fr" => "fr", var name => name };

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,39}(\+[A-Za-z][A-Za-z0-9_-]{0,39})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
