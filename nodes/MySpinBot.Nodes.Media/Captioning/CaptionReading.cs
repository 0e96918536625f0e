using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Reads captions out of a file's text: SubRip, WebVTT and (Advanced) SubStation Alpha, told apart by what stands in it.</summary>
internal static class CaptionReading
{
    /// <summary>The most bytes of a file.</summary>
    public const int MostBytes = 32 << 20;

    /// <summary>The most cues of a file.</summary>
    public const int MostCues = 100_000;

    /// <summary>The most letters of a cue.</summary>
    public const int LongestText = 20_000;

    /// <summary>The captions.</summary>
    /// <param name="text">The text; its lines end with <c>\n</c>.</param>
    /// <param name="what">What the sentence of a fault calls it: a file's name in quotes.</param>
    /// <exception cref="NodeFailure">It cannot be read; the sentence names the line.</exception>
    public static Captions Read(string text, string what)
    {
        if (text.Length > MostBytes)
        {
            throw new NodeFailure($"{what} has {text.Length} letters and at most {MostBytes} are read.");
        }

        try
        {
            var lines = text.Split('\n');
            var captions = FormatOf(text) switch
            {
                CaptionFormat.Vtt => VttReader.Read(lines),
                CaptionFormat.Ass => AssReader.Read(lines),
                _ => SrtReader.Read(lines),
            };
            return captions with { Cues = [.. captions.Cues.OrderBy(cue => cue.Start)] };
        }
        catch (CaptionFault fault)
        {
            throw fault.In(what);
        }
    }

    /// <summary>What the text is, by what stands in it; SubRip, which has no mark of its own, where nothing else shows.</summary>
    public static CaptionFormat FormatOf(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("WEBVTT", StringComparison.Ordinal) ? CaptionFormat.Vtt
            : start.StartsWith("[Script Info]", StringComparison.OrdinalIgnoreCase) || text.Contains("\n[Events]", StringComparison.OrdinalIgnoreCase) ? CaptionFormat.Ass
            : CaptionFormat.Srt;
    }

    /// <summary>Adds a cue, within the bounds.</summary>
    /// <exception cref="CaptionFault">There are too many, or it ends before it begins.</exception>
    public static void Add(List<CaptionCue> cues, CaptionCue cue, int line)
    {
        if (cue.End < cue.Start)
        {
            throw new CaptionFault(line, string.Create(CultureInfo.InvariantCulture, $"the cue ends at {cue.End:0.###} s, before it begins at {cue.Start:0.###} s; exchange the two times."));
        }

        RequireShort(cue.Text, line);

        if (cues.Count == MostCues)
        {
            throw new CaptionFault(line, $"there are more than {MostCues} cues, which is the most that is read; split the file.");
        }

        // A cue that lasts no time is never seen; editors leave such behind.
        if (cue.End > cue.Start)
        {
            cues.Add(cue);
        }
    }

    /// <summary>Refuses a text that is too long for a cue.</summary>
    /// <exception cref="CaptionFault">It is.</exception>
    public static void RequireShort(string text, int line)
    {
        if (text.Length > LongestText)
        {
            throw new CaptionFault(line, $"the cue has {text.Length} letters and at most {LongestText} are taken; is an empty line missing after it?");
        }
    }
}

/// <summary>A line that cannot be read. Its message goes into a sentence that names the file and the line.</summary>
internal sealed class CaptionFault(int line, string message) : Exception(message)
{
    /// <summary>Number of the line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The whole sentence.</summary>
    /// <param name="what">What the line stands in: a file's name in quotes.</param>
    public NodeFailure In(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what}, line {Line}: {Message}"), this);
}
