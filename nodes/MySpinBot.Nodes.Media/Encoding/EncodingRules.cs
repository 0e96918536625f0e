using System.Collections.Frozen;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>What goes together when a video is encoded.</summary>
internal static class EncodingRules
{
    private static readonly FrozenDictionary<VideoContainer, PictureCodec[]> Codecs = new Dictionary<VideoContainer, PictureCodec[]>
    {
        [VideoContainer.Mp4] = [PictureCodec.H264, PictureCodec.H265, PictureCodec.Av1],
        [VideoContainer.Mkv] = [PictureCodec.H264, PictureCodec.H265, PictureCodec.Vp9, PictureCodec.Av1, PictureCodec.Ffv1],
        [VideoContainer.Webm] = [PictureCodec.Vp9, PictureCodec.Av1],
        [VideoContainer.Mov] = [PictureCodec.H264, PictureCodec.H265, PictureCodec.ProRes],
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<VideoContainer, SoundCodec[]> Sounds = new Dictionary<VideoContainer, SoundCodec[]>
    {
        [VideoContainer.Mp4] = [SoundCodec.Aac, SoundCodec.Opus, SoundCodec.Mp3],
        [VideoContainer.Mkv] = [SoundCodec.Opus, SoundCodec.Aac, SoundCodec.Mp3, SoundCodec.Flac, SoundCodec.Pcm],
        [VideoContainer.Webm] = [SoundCodec.Opus],
        [VideoContainer.Mov] = [SoundCodec.Aac, SoundCodec.Pcm],
    }.ToFrozenDictionary();

    /// <summary>Whether a container holds a codec.</summary>
    public static bool Holds(VideoContainer container, PictureCodec codec) => Codecs.TryGetValue(container, out var codecs) && codecs.Contains(codec);

    /// <summary>All that does not go together in what was asked for.</summary>
    public static IEnumerable<InputFault> Faults(FilmEncoding asked)
    {
        var encoding = asked.Settled();
        return encoding.IsAnimation ? OfAnimation(asked) : OfFilm(asked, encoding).Concat(OfRate(asked, encoding));
    }

    private static IEnumerable<InputFault> OfAnimation(FilmEncoding asked)
    {
        var name = Name(asked.Container);
        if (asked.Codec != PictureCodec.Auto)
        {
            yield return new InputFault("codec", $"A {name} has a codec of its own; set 'codec' to auto, or 'format' to {In(Codecs, asked.Codec)}.");
        }

        if (asked.Sound is not (SoundCodec.Auto or SoundCodec.None))
        {
            yield return new InputFault("audio_codec", $"A {name} has no sound; set 'audio_codec' to auto or none, or 'format' to {In(Sounds, asked.Sound)}.");
        }

        if (asked.Pixels != PixelLayout.Auto)
        {
            yield return new InputFault("pixel_format", $"A {name} stores colours in its own way; set 'pixel_format' to auto.");
        }

        if (asked.HasRate || asked.Passes > 1)
        {
            yield return new InputFault(RateInput(asked), $"A {name} cannot be made to a bit rate or size; leave 'bitrate' and 'target_megabytes' at 0 and 'passes' at 1.");
        }

        if (asked.Container == VideoContainer.Gif && asked.Crf >= 0)
        {
            yield return new InputFault("crf", "A GIF has 256 colours and no quality to choose; set 'crf' to -1.");
        }

        if (asked.Hardware == HardwareUse.Nvenc)
        {
            yield return Unaccelerated;
        }
    }

    private static IEnumerable<InputFault> OfFilm(FilmEncoding asked, FilmEncoding encoding)
    {
        if (!Holds(encoding.Container, encoding.Codec))
        {
            yield return new InputFault("codec", $"{Name(encoding.Container)} does not hold {Name(encoding.Codec)} here; it goes with {List(Codecs[encoding.Container].Select(Name))}, and {Name(encoding.Codec)} goes into {In(Codecs, encoding.Codec)}.");
        }

        if (encoding.Sound != SoundCodec.None && !Sounds[encoding.Container].Contains(encoding.Sound))
        {
            yield return new InputFault("audio_codec", $"{Name(encoding.Container)} does not hold {Name(encoding.Sound)} sound here; it goes with {List(Sounds[encoding.Container].Select(Name))}.");
        }

        if (encoding.Codec == PictureCodec.ProRes && encoding.Pixels is PixelLayout.Half8 or PixelLayout.Half10 or PixelLayout.Full8)
        {
            yield return new InputFault("pixel_format", "ProRes goes with auto, which is 4:2:2 with 10 bits, and with 4:4:4 10 bit.");
        }

        if (asked.Hardware == HardwareUse.Nvenc && !Nvenc.Encodes(encoding))
        {
            yield return Unaccelerated;
        }
    }

    private static IEnumerable<InputFault> OfRate(FilmEncoding asked, FilmEncoding encoding)
    {
        var name = Name(encoding.Codec);
        if (encoding.Codec is PictureCodec.Ffv1 or PictureCodec.ProRes)
        {
            if (asked.Crf >= 0 || asked.HasRate || asked.Passes > 1)
            {
                yield return new InputFault(asked.Crf >= 0 ? "crf" : RateInput(asked),
                    $"{name} {(encoding.Codec == PictureCodec.Ffv1 ? "loses nothing" : "has a quality of its own")}; set 'crf' to -1, leave 'bitrate' and 'target_megabytes' at 0 and 'passes' at 1.");
            }

            yield break;
        }

        if (asked.Crf > 51 && encoding.Codec is PictureCodec.H264 or PictureCodec.H265)
        {
            yield return new InputFault("crf", string.Create(CultureInfo.InvariantCulture, $"'crf' is {asked.Crf}; {name} takes 0 to 51, or -1 for its own default."));
        }

        if (asked.Bitrate > 0 && asked.Megabytes > 0)
        {
            yield return new InputFault("target_megabytes", "'bitrate' and 'target_megabytes' both say how large the file becomes; set one of them to 0.");
        }

        if (asked.HasRate && asked.Crf >= 0)
        {
            yield return new InputFault("crf", "'crf' asks for a quality and 'bitrate' or 'target_megabytes' for a size; set 'crf' to -1, or the others to 0.");
        }

        if (asked.Passes > 1 && !asked.HasRate)
        {
            yield return new InputFault("passes", "Two passes reach a size, and none is asked for; set 'bitrate' or 'target_megabytes', or 'passes' to 1.");
        }

        if (asked.Megabytes > 0 && encoding.Sound is SoundCodec.Flac or SoundCodec.Pcm)
        {
            yield return new InputFault("audio_codec", $"How large {Name(encoding.Sound)} sound becomes cannot be chosen; for 'target_megabytes' take aac, opus, mp3 or none.");
        }
    }

    private static InputFault Unaccelerated => new("hardware", "NVENC encodes h264 (8 bit), h265 and av1 (4:2:0); set 'hardware' to auto or off, or choose one of these.");

    private static string RateInput(FilmEncoding asked) => asked.Bitrate > 0 ? "bitrate" : asked.Megabytes > 0 ? "target_megabytes" : "passes";

    private static string In<T>(FrozenDictionary<VideoContainer, T[]> table, T codec)
        where T : struct, Enum
        => List(Enum.GetValues<VideoContainer>().Where(container => table.TryGetValue(container, out var codecs) && codecs.Contains(codec)).Select(Name));

    private static string Name<T>(T value)
        where T : struct, Enum
        => value.ToString()!.ToLowerInvariant();

    private static string List(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return all.Length < 2 ? string.Concat(all) : string.Join(", ", all[..^1]) + " or " + all[^1];
    }
}
