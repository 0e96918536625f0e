using System.Globalization;
using System.Text.Json;

namespace MySpinBot.Nodes.Llm;

/// <summary>How long the parts of a script are.</summary>
/// <param name="Scenes">How many scenes.</param>
/// <param name="Characters">The most characters that are said in one.</param>
internal sealed record ScriptShape(int Scenes, int Characters)
{
    /// <summary>The most scenes of a script.</summary>
    public const int MostScenes = 200;

    private const int LongestTitle = 80;
    private const int LongestPicture = 300;
    private const int LongestCaption = 80;

    // A scene is looked at for about so long before the eye wants another.
    private const double SecondsOfScene = 8;

    // Speech in letters that stand for sounds, and in signs that stand for syllables: some 150 words, or 260 syllables, a minute.
    private const double LettersASecond = 15;
    private const double SyllablesASecond = 4.4;
    private const int FewestCharacters = 40;

    /// <summary>The shape of a script of a length.</summary>
    /// <param name="seconds">How long it takes to say.</param>
    /// <param name="scenes">How many scenes; 0 for as many as the length wants.</param>
    /// <param name="language">What is spoken.</param>
    public static ScriptShape Of(double seconds, int scenes, string language)
    {
        var count = scenes > 0 ? scenes : Math.Clamp((int)Math.Round(seconds / SecondsOfScene), 1, MostScenes);
        var characters = seconds / count * (IsSyllabic(language) ? SyllablesASecond : LettersASecond);

        // A sentence may be a third longer than the mean: it should come to its end.
        return new ScriptShape(count, Math.Max(FewestCharacters, (int)Math.Ceiling(characters * 4 / 3)));
    }

    /// <summary>What a script has to be, as a JSON Schema. Every part is bounded, so that a script comes to its end.</summary>
    public JsonElement Schema => JsonElement.Parse(string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "type": "object",
          "properties": {
            "title": {"type": "string", "minLength": 1, "maxLength": {{LongestTitle}}},
            "scenes": {
              "type": "array", "minItems": {{Scenes}}, "maxItems": {{Scenes}},
              "items": {
                "type": "object",
                "properties": {
                  "narration": {"type": "string", "minLength": 1, "maxLength": {{Characters}}},
                  "picture": {"type": "string", "minLength": 1, "maxLength": {{LongestPicture}}},
                  "caption": {"type": "string", "minLength": 1, "maxLength": {{LongestCaption}}}
                },
                "required": ["narration", "picture", "caption"],
                "additionalProperties": false
              }
            }
          },
          "required": ["title", "scenes"],
          "additionalProperties": false
        }
        """));

    private static bool IsSyllabic(string language)
        => language.Split('-', '_')[0].Trim().ToUpperInvariant() is "ZH" or "CMN" or "YUE" or "JA" or "CHINESE" or "MANDARIN" or "CANTONESE" or "JAPANESE" or "中文" or "日本語";
}
