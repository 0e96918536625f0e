using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>Which voice reads which script.</summary>
internal sealed class ScriptVoices
{
    private static readonly Dictionary<WritingScript, string> Usual = new()
    {
        [WritingScript.Latin] = "en-us", [WritingScript.Han] = VoiceName.Mandarin, [WritingScript.Kana] = "ja", [WritingScript.Hangul] = "ko", [WritingScript.Cyrillic] = "ru",
        [WritingScript.Greek] = "el", [WritingScript.Arabic] = "ar", [WritingScript.Hebrew] = "he", [WritingScript.Devanagari] = "hi", [WritingScript.Bengali] = "bn",
        [WritingScript.Gurmukhi] = "pa", [WritingScript.Gujarati] = "gu", [WritingScript.Oriya] = "or", [WritingScript.Tamil] = "ta", [WritingScript.Telugu] = "te",
        [WritingScript.Kannada] = "kn", [WritingScript.Malayalam] = "ml", [WritingScript.Sinhala] = "si", [WritingScript.Thai] = "th", [WritingScript.Myanmar] = "my",
        [WritingScript.Georgian] = "ka", [WritingScript.Armenian] = "hy", [WritingScript.Ethiopic] = "am",
    };

    private readonly Dictionary<WritingScript, string> _chosen;

    private ScriptVoices(string main, bool onlyMain, Dictionary<WritingScript, string> chosen) => (Main, OnlyMain, _chosen) = (main, onlyMain, chosen);

    /// <summary>The voice of the node, which reads its own script.</summary>
    public string Main { get; }

    /// <summary>Whether it reads everything.</summary>
    public bool OnlyMain { get; }

    /// <summary>From the node's inputs.</summary>
    /// <param name="voice">The main voice.</param>
    /// <param name="voices"><c>auto</c>; <c>one</c>; or pairs of a script or language and a voice, as JSON or as <c>zh=yue, ru=uk</c>.</param>
    /// <exception cref="NodeFailure">It cannot be understood.</exception>
    public static ScriptVoices Parse(string voice, string voices)
    {
        var (main, form) = (VoiceName.Of(voice), voices.Trim());
        var chosen = new Dictionary<WritingScript, string> { [WritingScripts.OfVoice(main)] = main };
        if (form.Equals("one", StringComparison.OrdinalIgnoreCase))
        {
            return new ScriptVoices(main, onlyMain: true, chosen);
        }

        foreach (var (name, other) in form.Equals("auto", StringComparison.OrdinalIgnoreCase) ? [] : form.StartsWith('{') ? FromJson(form) : FromPairs(form))
        {
            var script = WritingScripts.Named(name)
                ?? throw Fault($"'{name}' is neither a script nor a language; they are like 'han' or 'zh', 'cyrillic' or 'ru'.");
            chosen[script] = VoiceName.Of(other, "voices");
        }

        return new ScriptVoices(main, onlyMain: false, chosen);
    }

    /// <summary>The voice of a script. A variant of the main voice, such as +f3, speaks the other languages too.</summary>
    public string For(WritingScript script)
        => _chosen.TryGetValue(script, out var chosen) ? chosen
            : Usual.TryGetValue(script, out var usual) ? usual + VoiceName.VariantOf(Main)
            : Main;

    private static IEnumerable<(string Name, string Voice)> FromPairs(string pairs)
    {
        foreach (var pair in pairs.Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return pair.Split('=', StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } voice] ? (name, voice)
                : throw Fault($"'{pair}' is not a pair such as 'zh=yue'; give pairs, or 'auto', or 'one'.");
        }
    }

    private static (string Name, string Voice)[] FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.Select(pair => (Name: pair.Key, Voice: pair.Value ?? "")).ToArray();
        }
        catch (JsonException error)
        {
            throw new NodeFailure("'voices' is not a JSON object of texts; it is like {\"zh\": \"yue\", \"ru\": \"uk\"}.", error) { Input = "voices" };
        }
    }

    private static NodeFailure Fault(string sentence) => new(sentence) { Input = "voices" };
}
