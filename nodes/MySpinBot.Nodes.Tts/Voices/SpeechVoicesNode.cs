using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>The voices that there are.</summary>
public static class SpeechVoicesNode
{
    private const int MostBytes = 1 << 20;

    /// <summary>Lists the names of the voices that TextToSpeech can use.</summary>
    /// <param name="context">Where espeak-ng is found.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="language">Only voices of this language, such as en or de; empty for all.</param>
    /// <returns>The names.</returns>
    [Node("SpeechVoices", Title = "Speech voices", Category = "audio/speech", Search = "list voices,tts", Repeatability = Repeatability.SameMachine)]
    [return: Output(Name = "voices")]
    public static async Task<IReadOnlyList<string>> ListAsync(NodeContext context, CancellationToken cancellation, string language = "")
    {
        var bytes = await new ToolProcess(context.Tools.Executable("espeak-ng"), ["--voices"]).ReadAllAsync(MostBytes, context.Time, cancellation);
        var names = Encoding.UTF8.GetString(bytes).Split('\n').Skip(1).Select(LanguageOf).Where(name => name is not null && IsOf(name, language.Trim()))
            .Select(name => name! == "cmn" ? VoiceName.Mandarin : name!).Distinct().Order(StringComparer.Ordinal).ToArray();
        return names.Length > 0 ? names : throw new NodeFailure($"There is no voice for the language '{language}'; leave it empty to see all.") { Input = "language" };
    }

    // Columns: priority, language, age and gender, name, file, other languages.
    private static string? LanguageOf(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var language, _, _, ..] ? language : null;

    private static bool IsOf(string? name, string language)
        => language.Length == 0 || string.Equals(name, language, StringComparison.OrdinalIgnoreCase) || name!.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);
}
