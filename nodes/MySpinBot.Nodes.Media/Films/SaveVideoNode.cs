using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Saving a video.</summary>
public static class SaveVideoNode
{
    /// <summary>Encodes a video, once, and saves it with the graph that made it.</summary>
    /// <remarks>The sound is made exactly as long as the picture; captions become tracks that a player can show or hide. Colours are BT.709 and say so.
    /// Where colours are stored at half resolution (4:2:0), an odd width or height gets one more column or row, equal to the last.
    /// mp4 holds h264, h265, av1; mkv these, vp9 and ffv1; webm vp9 and av1; mov h264, h265 and prores; gif and webp have no sound and no captions.
    /// Files that are only joined, cut at key frames or given other sound or captions keep their pictures as they are encoded, unless a quality, a bit rate or other pixels are asked for.</remarks>
    /// <param name="video">The video.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="format">Container. Auto: mp4, or what the codec is at home in.</param>
    /// <param name="codec">Codec of the picture. Auto: h264, in webm vp9, or the codec of a file whose pictures need not be encoded again.</param>
    /// <param name="naming">Whether the name gets a number or is taken as it is.</param>
    /// <param name="crf">Quality: lower is better and larger. h264 and h265 0 to 51, the others 0 to 63; -1 for the codec's own default (h264 20, h265 23, vp9 31, av1 30).</param>
    /// <param name="preset">How much time is spent on making the file small.</param>
    /// <param name="audioCodec">Codec of the sound. Auto: aac in mp4 and mov, opus in mkv and webm, flac beside ffv1, pcm beside prores.</param>
    /// <param name="audioBitrate">Kilobits a second of the sound; 0 for the codec's own default.</param>
    /// <param name="pixelFormat">How finely colours are stored.</param>
    /// <param name="bitrate">Kilobits a second of the picture, in place of a quality; 0 for a quality.</param>
    /// <param name="targetMegabytes">Millions of bytes that the file shall have, in place of a quality; 0 for a quality.</param>
    /// <param name="passes">2 looks at the whole film before it spends the bits of 'bitrate' or 'target_megabytes'; it takes twice the time and comes closer.</param>
    /// <param name="hardware">Whether NVIDIA's encoder is used, where there is one that works.</param>
    /// <param name="reencode">Whether pictures that nothing changes are encoded again.</param>
    /// <param name="loopCount">How often a gif or webp runs; 0 without end.</param>
    /// <param name="fastStart">Whether a player can start before it has all of the file.</param>
    /// <param name="formatCodec">The same as 'codec', where ComfyUI's editor writes it; it counts if 'codec' is auto.</param>
    /// <param name="formatCodecEncoding">Written by ComfyUI's editor: re-encode encodes in any case.</param>
    /// <param name="formatCodecEncodingCrf">The same as 'crf', where ComfyUI's editor writes it; it counts if 'crf' is -1.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="extraPnginfo">What else is embedded, by name.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <returns>The video, as it came.</returns>
    [Node("SaveVideo", Title = "Save video", Category = "video", Search = "export video,mp4,encode,gif,webm", IsOutput = true, HasEffects = true,
        Repeatability = Repeatability.SameMachine, Slots = 2, Need = nameof(Need), Validate = nameof(Faults))]
    [return: Output(Name = "video")]
    public static async Task<Video> SaveAsync(
        Video video,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extraPnginfo,
        CancellationToken cancellation,
        string filenamePrefix = "video/ComfyUI",
        VideoContainer format = VideoContainer.Auto,
        PictureCodec codec = PictureCodec.Auto,
        [Input(Advanced = true)] OutputNaming naming = OutputNaming.Numbered,
        [Range(-1, 63)] [Input(Advanced = true)] int crf = -1,
        [Input(Advanced = true)] EncodingPreset preset = EncodingPreset.VeryFast,
        [Input(Advanced = true)] SoundCodec audioCodec = SoundCodec.Auto,
        [Range(0, 1024)] [Input(Advanced = true)] int audioBitrate = 0,
        [Input(Advanced = true)] PixelLayout pixelFormat = PixelLayout.Auto,
        [Range(0, 1_000_000)] [Input(Advanced = true)] int bitrate = 0,
        [Range(0, 1_000_000)] [Input(Advanced = true)] double targetMegabytes = 0,
        [Range(1, 2)] [Input(Advanced = true)] int passes = 1,
        [Input(Advanced = true)] HardwareUse hardware = HardwareUse.Auto,
        [Input(Advanced = true)] Reencoding reencode = Reencoding.Auto,
        [Range(0, 65535)] [Input(Advanced = true)] int loopCount = 0,
        [Input(Advanced = true)] bool fastStart = true,
        [Input(Name = "format.codec", Advanced = true)] PictureCodec formatCodec = PictureCodec.Auto,
        [Input(Name = "format.codec.encoding", Advanced = true)] [Choices("auto", "re-encode")] string formatCodecEncoding = "auto",
        [Range(-1, 63)] [Input(Name = "format.codec.encoding.crf", Advanced = true)] double formatCodecEncodingCrf = -1)
    {
        if (video.FrameCount == 0)
        {
            throw new NodeFailure("The video has no frames, so there is nothing to save.") { Input = "video" };
        }

        var asked = new FilmEncoding
        {
            Container = format,
            Codec = codec == PictureCodec.Auto ? formatCodec : codec,
            Pixels = pixelFormat,
            Crf = crf >= 0 ? crf : (int)Math.Round(formatCodecEncodingCrf),
            Preset = preset,
            Bitrate = bitrate,
            Megabytes = targetMegabytes,
            Passes = passes,
            Sound = audioCodec,
            SoundBitrate = audioBitrate,
            Hardware = hardware,
            Loops = loopCount,
            FastStart = fastStart,
        };
        if (EncodingRules.Faults(asked).FirstOrDefault() is { } fault)
        {
            throw new NodeFailure(fault.Sentence) { Input = fault.Input };
        }

        var film = new FilmFile(video, asked, GraphTexts.Of(prompt, extraPnginfo), context) { MayCopy = reencode == Reencoding.Auto && formatCodecEncoding == "auto" };
        await film.SaveAsync(filenamePrefix, naming, cancellation);
        return video;
    }

    internal static IEnumerable<InputFault> Faults(
        VideoContainer format, PictureCodec codec, int crf, PixelLayout pixelFormat, int bitrate, double targetMegabytes, int passes, SoundCodec audioCodec, HardwareUse hardware, PictureCodec formatCodec)
        => EncodingRules.Faults(new FilmEncoding
        {
            Container = format,
            Codec = codec == PictureCodec.Auto ? formatCodec : codec,
            Crf = crf,
            Pixels = pixelFormat,
            Bitrate = bitrate,
            Megabytes = targetMegabytes,
            Passes = passes,
            Sound = audioCodec,
            Hardware = hardware,
        });

    /// <summary>The frames on their way, and those that an encoder keeps to look ahead.</summary>
    public static MemoryNeed Need(Video? video) => video is null ? MemoryNeed.None : new(DeviceId.Cpu, 64L * video.Width * video.Height * 3 / 2);
}
