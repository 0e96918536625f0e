using System.Globalization;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>A text and how it is spoken. espeak-ng is GPL-3: it is run as a program of its own, never linked.</summary>
/// <param name="Text">The words.</param>
/// <param name="Voice">Name of a voice.</param>
/// <param name="WordsPerMinute">Speed.</param>
/// <param name="Pitch">0 to 99.</param>
/// <param name="Volume">0 to 200.</param>
internal sealed record Speech(string Text, string Voice, int WordsPerMinute, int Pitch, int Volume)
{
    /// <summary>The most characters that are spoken at once.</summary>
    public const int LongestText = 20_000;

    // The longest text, spoken slowly, is some four hours of 22 kHz mono.
    private const int MostBytes = 1 << 30;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    /// <summary>Has it spoken.</summary>
    public async Task<Audio> SpeakAsync(NodeContext context, CancellationToken cancellation)
    {
        var words = Cleaned();
        string[] arguments = ["-v", VoiceName.Of(Voice), "-s", Number(WordsPerMinute), "-p", Number(Pitch), "-a", Number(Volume), "-b", "1", "--stdin", "--stdout"];
        var wave = await new ToolProcess(context.Tools.Executable("espeak-ng"), arguments)
        {
            Feed = async (input, ended) => await input.WriteAsync(Encoding.UTF8.GetBytes(words), ended),
            TimeLimit = TimeLimit,
            Explain = Reason,
        }.ReadAllAsync(MostBytes, context.Time, cancellation);
        var audio = wave.Length == 0 ? null : WaveReader.Read(wave);
        return audio is { SampleCount: > 0 } ? audio : throw new NodeFailure($"espeak-ng found nothing to say in '{Shortened(words)}'; give it words.") { Input = "text" };
    }

    private string Cleaned()
    {
        // Zero and other control characters would end or derail the text.
        var words = new string([.. Text.Select(letter => char.IsControl(letter) && letter is not ('\n' or '\t') ? ' ' : letter)]).Trim();
        return words.Length == 0 ? throw new NodeFailure("The text to be spoken is empty; give it words.") { Input = "text" }
            : words.Length > LongestText ? throw new NodeFailure($"The text to be spoken has {words.Length} characters and at most {LongestText} are spoken at once; split it.") { Input = "text" }
            : words;
    }

    private string? Reason(IReadOnlyList<string> lines)
        => lines.Any(line => line.Contains("voice does not exist", StringComparison.OrdinalIgnoreCase))
            ? $"it has no voice '{Voice}'; the node SpeechVoices lists those that there are"
            : null;

    private static string Shortened(string text) => text.Length > 40 ? text[..40] + "…" : text;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
