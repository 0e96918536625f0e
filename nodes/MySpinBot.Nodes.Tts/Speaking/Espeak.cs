using System.Globalization;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>espeak-ng. It is GPL-3: it is run as a program of its own, never linked.</summary>
internal sealed class Espeak(IHostTools tools, TimeProvider time)
{
    /// <summary>Begins a command that stands among the words, such as <c>\u0001</c><c>60A</c>, amplitude 60.</summary>
    public const char Command = '\u0001';

    // The longest text that is given at once, spoken slowly, is some four hours of 22 kHz mono.
    private const int MostBytes = 1 << 30;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    /// <summary>Speaks at the voice's own loudness; null where there was nothing to say.</summary>
    /// <param name="words">The words, or SSML; commands may stand among them.</param>
    /// <param name="voice">Name of a voice.</param>
    /// <param name="how">How they are spoken.</param>
    /// <param name="cancellation">Ends espeak-ng.</param>
    public async Task<Audio?> SpeakAsync(string words, string voice, Delivery how, CancellationToken cancellation)
    {
        string[] arguments = ["-v", voice, "-s", Number(how.WordsPerMinute), "-p", Number(how.Pitch), "-g", Number(how.WordGap), "-b", "1", .. how.IsMarkup ? ["-m"] : Array.Empty<string>(), "--stdin", "--stdout"];
        var range = how.Range == 50 ? "" : $"{Command}{Number(how.Range)}R";
        var wave = await new ToolProcess(tools.Executable("espeak-ng"), arguments)
        {
            Feed = async (input, ended) => await input.WriteAsync(Encoding.UTF8.GetBytes(range + words), ended),
            TimeLimit = TimeLimit,
            Explain = lines => Reason(lines, voice),
        }.ReadAllAsync(MostBytes, time, cancellation);
        return wave.Length > 0 && WaveReader.Read(wave) is { SampleCount: > 0 } audio ? audio : null;
    }

    /// <summary>What it writes when it is asked for a list.</summary>
    public async Task<string> ListAsync(string question, CancellationToken cancellation)
        => Encoding.UTF8.GetString(await new ToolProcess(tools.Executable("espeak-ng"), [question]) { TimeLimit = TimeLimit }.ReadAllAsync(1 << 20, time, cancellation));

    private static string? Reason(IReadOnlyList<string> lines, string voice)
        => lines.Any(line => line.Contains("voice does not exist", StringComparison.OrdinalIgnoreCase))
            ? $"it has no voice '{voice}'; the node SpeechVoices lists those that there are"
            : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
