using System.Globalization;
using System.Text;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>The voices that there are.</summary>
public static class SpeechVoicesNode
{
    /// <summary>Lists the voices that TextToSpeech can use, and the variants that each of them can take on.</summary>
    /// <param name="context">Where espeak-ng is found.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="language">Only voices of this language, such as en or de; empty for all.</param>
    [Node("SpeechVoices", Title = "Speech voices", Category = "audio/speech", Search = "list voices,tts,languages,gender", Repeatability = Repeatability.SameMachine)]
    public static async Task<VoicesListed> ListAsync(NodeContext context, CancellationToken cancellation, string language = "")
    {
        var espeak = new Espeak(context.Tools, context.Time);
        var wanted = language.Trim();
        var voices = VoiceList.Voices(await espeak.ListAsync("--voices", cancellation)).Where(voice => IsOf(voice, wanted)).ToArray();
        if (voices.Length == 0)
        {
            throw new NodeFailure($"There is no voice for the language '{language}'; leave it empty to see all.") { Input = "language" };
        }

        var variants = VoiceList.Variants(await espeak.ListAsync("--voices=variant", cancellation));
        var table = Table(voices, variants);
        context.Show("text", JsonSerializer.SerializeToElement(table));
        return new VoicesListed([.. voices.Select(voice => voice.Name)], [.. variants.Select(variant => "+" + variant.Name)], table);
    }

    private static bool IsOf(VoiceEntry voice, string language)
        => language.Length == 0 || Begins(voice.Language, language) || Begins(voice.Name, language) || (Begins("zh", language) && voice.Language is "yue" or "hak" or "cmn-latn-pinyin" or "cmn");

    private static bool Begins(string tag, string language)
        => string.Equals(tag, language, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);

    private static string Table(IReadOnlyList<VoiceEntry> voices, IReadOnlyList<VoiceEntry> variants)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"{"voice",-18}{"gender",-8}language\n");
        foreach (var voice in voices)
        {
            table.Append(CultureInfo.InvariantCulture, $"{voice.Name,-18}{Gender(voice),-8}{voice.Title}\n");
        }

        table.Append("\nvariants, to be added to any voice:\n");
        foreach (var variant in variants)
        {
            table.Append(CultureInfo.InvariantCulture, $"{"+" + variant.Name,-18}{Gender(variant),-8}{variant.Title}\n");
        }

        return table.ToString();
    }

    private static string Gender(VoiceEntry voice) => voice.Gender switch { "M" => "male", "F" => "female", _ => "" };
}

/// <summary>The voices that there are.</summary>
/// <param name="Voices">Their names.</param>
/// <param name="Variants">What can be added to a name for another character of voice, such as +f3.</param>
/// <param name="Table">All of them with language and gender, to be read.</param>
public sealed record VoicesListed(IReadOnlyList<string> Voices, IReadOnlyList<string> Variants, string Table);
