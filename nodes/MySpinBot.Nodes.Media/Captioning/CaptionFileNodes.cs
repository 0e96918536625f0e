using System.ComponentModel.DataAnnotations;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Captions as files and as text.</summary>
public static class CaptionFileNodes
{
    /// <summary>Loads captions from a file: SubRip, WebVTT, or SubStation Alpha with its styles.</summary>
    /// <param name="captions">The file. What it is, is told by what stands in it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="language">Language as a tag such as en or zh-Hans; empty for what the file says.</param>
    /// <param name="encoding">How its letters are written. auto takes a byte order mark's word, then UTF-8, then Windows-1252; older Chinese and Japanese files need theirs.</param>
    /// <returns>The captions.</returns>
    [Node("LoadCaptions", Title = "Load captions", Category = "video/captions", Search = "subtitles,srt,vtt,ass,ssa,import", Lane = Lane.Io)]
    public static async Task<Captions> LoadAsync(
        [FileFrom("input", Extensions = ".srt,.vtt,.ass,.ssa")] FileReference captions,
        CancellationToken cancellation,
        string language = "",
        [Choices("auto", "utf-8", "windows-1252", "windows-1251", "iso-8859-2", "gb18030", "big5", "shift_jis", "euc-kr")] [Input(Advanced = true)] string encoding = "auto")
    {
        var (name, tag) = ($"'{Path.GetFileName(captions.Path)}'", LanguageTag.Of(language));
        if (captions.Length > CaptionReading.MostBytes)
        {
            throw new NodeFailure($"{name} has {captions.Length} bytes and at most {CaptionReading.MostBytes} are read as captions; choose a caption file.") { Input = "captions" };
        }

        try
        {
            var read = CaptionReading.Read(CaptionDecoding.Decode(await File.ReadAllBytesAsync(captions.Path, cancellation), encoding), name);
            return read.Cues.IsEmpty ? throw new NodeFailure($"{name} holds no captions; choose an .srt, .vtt or .ass file with cues.") : read with { Language = tag.Length > 0 ? tag : read.Language };
        }
        catch (NodeFailure fault) when (fault.Input is null)
        {
            throw new NodeFailure(fault.Message, fault) { Input = "captions" };
        }
    }

    /// <summary>Saves captions as a file in UTF-8.</summary>
    /// <param name="captions">The captions.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="format">srt: read by everything; vtt: for web pages; ass: keeps styles and the times of words.</param>
    /// <param name="naming">numbered: the next free number is added and nothing is replaced; exact: the prefix is the name.</param>
    [Node("SaveCaptions", Title = "Save captions", Category = "video/captions", Search = "subtitles,srt,vtt,ass,export", IsOutput = true, HasEffects = true, Lane = Lane.Io)]
    public static async Task SaveAsync(
        Captions captions,
        NodeContext context,
        CancellationToken cancellation,
        string filenamePrefix = "captions/MySpinBot",
        CaptionFormat format = CaptionFormat.Srt,
        OutputNaming naming = OutputNaming.Numbered)
    {
        var (extension, type) = format switch
        {
            CaptionFormat.Srt => (".srt", "application/x-subrip"),
            CaptionFormat.Vtt => (".vtt", "text/vtt"),
            _ => (".ass", "text/x-ssa"),
        };
        using var file = Saved.Reserve(context, filenamePrefix, naming, extension);
        await File.WriteAllTextAsync(file.TemporaryPath, CaptionWriting.Write(captions, format), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellation);
        await Saved.CompleteAsync(file, context, "captions", type, cancellation);
    }

    /// <summary>Makes captions of a text. Lines may begin with a time, '0:02.5 Hello' or '[00:02.50] Hello', or with two, '1.5 - 3 Hello'; whole SRT, WebVTT and ASS
    /// texts are taken too. A text without times is spread over a length, a line a cue, by how long each is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="seconds">Where the last cue ends that does not say so itself; 0: two and a half seconds after it begins, or for a text without times, three seconds a line.</param>
    /// <param name="language">Language as a tag such as en or zh-Hans; empty if it does not matter.</param>
    /// <returns>The captions.</returns>
    [Node("CaptionsFromText", Title = "Captions from text", Category = "video/captions", Search = "subtitles,lyrics,lrc,srt")]
    public static Captions FromText([Input(Multiline = true)] string text, [Range(0.0, 360_000.0)] [Input(Step = 0.1)] double seconds = 0, string language = "")
    {
        var (tag, plain) = (LanguageTag.Of(language), text.ReplaceLineEndings("\n"));
        try
        {
            var read = CaptionReading.FormatOf(plain) != CaptionFormat.Srt || plain.Split('\n').Any(line => CaptionClock.Span(line) is not null)
                ? CaptionReading.Read(plain, "The text")
                : TimedLines.Read(plain, seconds);
            return read.Cues.IsEmpty ? throw new NodeFailure("The text holds no captions; write lines such as '0:02.5 Hello'.") : read with { Language = tag.Length > 0 ? tag : read.Language };
        }
        catch (NodeFailure fault) when (fault.Input is null)
        {
            throw new NodeFailure(fault.Message, fault) { Input = "text" };
        }
    }
}
