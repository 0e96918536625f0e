using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Loading a sound file.</summary>
public static class LoadAudioNode
{
    private const string Sounds = ".wav,.flac,.mp3,.ogg,.oga,.opus,.m4a,.m4b,.aac,.wma,.aiff,.aif,.aifc,.ac3,.amr,.au,.caf,.mka,.wv";
    private const string Films = ".mp4,.m4v,.mov,.mkv,.webm,.avi,.ts,.mts,.mpg,.wmv,.flv,.ogv,.3gp";

    // Lossy formats round their length to whole frames and state it by estimate.
    private const double MostSecondsMissing = 0.25;

    /// <summary>Loads the sound of a sound or video file, with all of its channels and at its own sample rate.</summary>
    /// <remarks>24 bits and floating point are kept exactly. A file that ends before it says is refused.</remarks>
    /// <param name="audio">The file.</param>
    /// <param name="context">Where ffmpeg is found.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <returns>The sound.</returns>
    [Node("LoadAudio", Title = "Load audio", Category = "audio", Search = "import audio,open audio,audio file,sound,wav,mp3", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static async Task<Audio> LoadAsync([FileFrom("input", Extensions = $"{Sounds},{Films}")] FileReference audio, NodeContext context, CancellationToken cancellation)
    {
        var name = Path.GetFileName(audio.Path);
        try
        {
            var probe = await ProbeAsync(audio.Path, name, context, cancellation);
            var sound = Checked(probe, name);
            return await ReadAsync(audio.Path, name, probe, sound, context, cancellation);
        }
        catch (NodeFailure error)
        {
            throw new NodeFailure(error.Message, error) { Input = "audio" };
        }
    }

    /// <summary>What the file becomes. Only where samples lie in it as they are, its size tells.</summary>
    public static MemoryNeed Need(FileReference? audio)
        => audio is not null && Path.GetExtension(audio.Path).ToLowerInvariant() is ".wav" or ".aiff" or ".aif" or ".au"
            ? new(DeviceId.Cpu, SoundSize.Bytes(1, 1, audio!.Length / sizeof(short)))
            : MemoryNeed.None;

    private static async Task<MediaProbe> ProbeAsync(string path, string name, NodeContext context, CancellationToken cancellation)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            throw new NodeFailure(Directory.Exists(path) ? $"'{name}' is a folder; choose a sound file." : $"'{name}' is empty or not there; save or download it again.");
        }

        try
        {
            return await MediaProbe.OfAsync(path, countFrames: false, context, cancellation);
        }
        catch (NodeFailure error) when (error.InnerException is not null)
        {
            var reason = (error.InnerException!.Message).Replace(path + ": ", "", StringComparison.Ordinal);
            throw new NodeFailure($"'{name}' is no sound file that is known here, or its beginning is damaged: {reason} Choose another file, or save or download it again.", error);
        }
    }

    private static SoundStream Checked(MediaProbe probe, string name)
    {
        if (probe.Sound is not { } sound)
        {
            throw new NodeFailure($"'{name}' has no sound; choose a sound file, or a video with sound.");
        }

        if (sound.Codec is "" or "unknown" or "none")
        {
            throw new NodeFailure($"The sound of '{name}' has a codec that ffmpeg does not know; convert it to WAV, FLAC or MP3 first.");
        }

        if (sound.Channels < 1 || sound.SampleRate < 1)
        {
            throw new NodeFailure($"'{name}' claims {sound.Channels} channels at {sound.SampleRate} samples a second, which is no sound; it is damaged. Save or download it again.");
        }

        if (sound.Channels > SoundDecoding.MaxChannels || sound.SampleRate is < SoundSize.MinSampleRate or > SoundSize.MaxSampleRate)
        {
            throw new NodeFailure($"'{name}' claims {sound.Channels} channels at {sound.SampleRate} samples a second; up to {SoundDecoding.MaxChannels} channels and {SoundSize.MinSampleRate} to {SoundSize.MaxSampleRate} samples a second are taken.");
        }

        return probe.Seconds * sound.SampleRate * sound.Channels <= Pcm.MaxSamples ? sound
            : throw TooLong(name, sound, probe.Seconds);
    }

    private static async Task<Audio> ReadAsync(string path, string name, MediaProbe probe, SoundStream sound, NodeContext context, CancellationToken cancellation)
    {
        var (pcm, samples) = await DecodedAsync(path, name, sound, context, cancellation);
        var (seconds, claimed) = ((double)samples / sound.SampleRate, await WaveClaim.SecondsAsync(path, cancellation) ?? (probe.Picture is null ? probe.Seconds : 0));
        var fault = samples == 0 ? "it holds no samples."
            : samples * sound.Channels > Pcm.MaxSamples ? throw TooLong(name, sound)
            : seconds < claimed - MostSecondsMissing ? string.Create(CultureInfo.InvariantCulture, $"it ends after {seconds:0.###} of {claimed:0.###} seconds, so it is cut off.")
            : await SoundFileEnds.IsCutOffOggAsync(path, cancellation) ? "it ends within a page, so it is cut off."
            : null;
        var audio = fault is null ? await Pcm.ReadAsync(pcm, sound.Channels, sound.SampleRate, cancellation) : throw Damaged(name, fault);
        return HoldsNumbers(audio.Samples) ? audio : throw Damaged(name, "some of its samples are no numbers.");
    }

    private static async Task<(string Pcm, long Samples)> DecodedAsync(string path, string name, SoundStream sound, NodeContext context, CancellationToken cancellation)
    {
        try
        {
            return await SoundDecoding.WriteAsync(path, sound, context, cancellation);
        }
        catch (NodeFailure error)
        {
            throw Damaged(name, error.Message.Replace(path + ": ", "", StringComparison.Ordinal), error);
        }
    }

    // Only files of floating-point samples can hold anything else, and no encoder takes it.
    private static bool HoldsNumbers(ReadOnlySpan<float> samples)
    {
        foreach (var sample in samples)
        {
            if (!float.IsFinite(sample))
            {
                return false;
            }
        }

        return true;
    }

    private static NodeFailure Damaged(string name, string why, Exception? error = null) => new($"'{name}' is damaged: {why} Save or download it again.", error);

    private static NodeFailure TooLong(string name, SoundStream sound, double seconds = 0)
        => new($"'{name}' lasts {(seconds > 0 ? SoundSize.Text(Math.Round(seconds)) + " seconds" : "longer than it says")}; with {sound.Channels} channel(s) at {sound.SampleRate} samples a second, up to {Pcm.MaxSamples / sound.Channels / sound.SampleRate} seconds are taken. Cut it into shorter files.");
}
