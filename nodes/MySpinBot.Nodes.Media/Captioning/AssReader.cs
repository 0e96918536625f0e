using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Reads scripts of SubStation Alpha, both versions. What stands before the events is kept as it is, and the fields of each event too.</summary>
internal static class AssReader
{
    private static readonly string[] Fields = ["Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text"];

    /// <summary>The captions.</summary>
    public static Captions Read(string[] lines)
    {
        var events = Array.FindIndex(lines, line => line.Trim().Equals("[Events]", StringComparison.OrdinalIgnoreCase));
        if (events < 0)
        {
            throw new CaptionFault(lines.Length, "there is no section [Events], which holds the lines that are shown; the file is cut off.");
        }

        var (cues, fields) = (new List<CaptionCue>(), Fields);
        for (var i = events + 1; i < lines.Length && !IsSection(lines[i]); i++)
        {
            if (Value(lines[i], "Format:") is { } format)
            {
                fields = Named(format, i + 1);
            }
            else if (Value(lines[i], "Dialogue:") is { } dialogue)
            {
                CaptionReading.Add(cues, Cue(dialogue, fields, i + 1), i + 1);
            }
        }

        return new Captions { Cues = [.. cues], Styling = string.Join('\n', lines[..events]).Trim() };
    }

    private static bool IsSection(string line) => line.Trim() is ['[', .., ']'];

    private static string? Value(string line, string key) => line.TrimStart().StartsWith(key, StringComparison.OrdinalIgnoreCase) ? line.TrimStart()[key.Length..].TrimStart() : null;

    private static string[] Named(string format, int line)
    {
        var names = format.Split(',', StringSplitOptions.TrimEntries);
        return names.Contains("Start", StringComparer.OrdinalIgnoreCase) && names.Contains("End", StringComparer.OrdinalIgnoreCase) && names[^1].Equals("Text", StringComparison.OrdinalIgnoreCase)
            ? names
            : throw new CaptionFault(line, "the format of the events must name Start and End and end with Text.");
    }

    private static CaptionCue Cue(string dialogue, string[] names, int line)
    {
        var values = dialogue.Split(',', names.Length);
        if (values.Length < names.Length)
        {
            throw new CaptionFault(line, $"the event has {values.Length} fields and its format names {names.Length}.");
        }

        if (CaptionClock.Parse(Field("Start")) is not { } start || CaptionClock.Parse(Field("End")) is not { } end)
        {
            throw new CaptionFault(line, $"'{Field("Start")}' and '{Field("End")}' are not both times; they are like '0:00:01.50'.");
        }

        var styled = string.Join(',', new[] { Field("Layer", Field("Marked", "0")), Field("Style", "Default"), Field("Name", Field("Actor")), Field("MarginL", "0"), Field("MarginR", "0"),
            Field("MarginV", "0"), Field("Effect"), Field("Text") });
        var (text, marks) = Spoken(Field("Text"), start);
        return marks.Count == 0
            ? new CaptionCue(start, end, CaptionMarkup.Tidy(text), Styled: styled)
            : new CaptionCue(start, end, CaptionMarkup.Tidy(text), WordTimes.Between(marks, text, marks[^1].Time), styled);

        string Field(string name, string missing = "") => Array.FindIndex(names, each => each.Equals(name, StringComparison.OrdinalIgnoreCase)) is var at and >= 0
            ? name == "Text" ? values[at] : values[at].Trim()
            : missing;
    }

    /// <summary>The text that is read, and the times of its syllables. Drawings are no text.</summary>
    private static (string Text, List<(int Place, double Time)> Marks) Spoken(string styled, double start)
    {
        var (text, marks, at, drawing) = (new StringBuilder(), new List<(int, double)>(), start, false);
        for (var i = 0; i < styled.Length; i++)
        {
            if (styled[i] == '{' && styled.IndexOf('}', i) is var close and >= 0)
            {
                foreach (var tag in styled[(i + 1)..close].Split('\\', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (AssTag.SyllableHundredths(tag) is { } hundredths)
                    {
                        marks.Add((text.Length, at));
                        at += hundredths / 100.0;
                    }

                    drawing = AssTag.Drawing(tag) ?? drawing;
                }

                i = close;
            }
            else if (!drawing)
            {
                i += AppendLetter(text, styled, i);
            }
        }

        if (marks.Count > 0)
        {
            marks.Add((text.Length, at));
            marks.Insert(0, (0, start));
        }

        return (text.ToString(), marks);
    }

    /// <summary>Appends what stands there, and says how many letters more than one it took.</summary>
    private static int AppendLetter(StringBuilder text, string styled, int i)
    {
        if (styled[i] != '\\' || i + 1 == styled.Length)
        {
            text.Append(styled[i]);
            return 0;
        }

        char? letter = styled[i + 1] switch
        {
            'N' or 'n' => '\n',
            'h' => '\u00A0',
            '{' => '{',
            '}' => '}',
            '\u2060' => '\\',
            _ => null,
        };
        text.Append(letter ?? '\\');
        return letter is null ? 0 : 1;
    }
}
