using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Channels apart and together.</summary>
public static class AudioChannelNodes
{
    /// <summary>Parts a stereo sound into left and right.</summary>
    /// <param name="audio">A sound of two channels.</param>
    /// <returns>left: The left channel; right: The right channel.</returns>
    [Node("SplitAudioChannels", Title = "Split audio channels", Category = "audio/edit", Search = "stereo to mono,left,right", Need = nameof(Need))]
    public static (Audio Left, Audio Right) Split(Audio audio)
        => audio.Channels == 2
            ? (Take(audio, 0), Take(audio, 1))
            : throw new NodeFailure($"The sound has {audio.Channels} channel(s), and only a stereo sound of 2 has a left and a right one; make it stereo with AudioChannels.") { Input = "audio" };

    /// <summary>Makes a stereo sound of two mono sounds. The longer one is cut; the higher sample rate counts.</summary>
    /// <param name="audioLeft">The left channel.</param>
    /// <param name="audioRight">The right channel.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Both as one sound.</returns>
    [Node("JoinAudioChannels", Title = "Join audio channels", Category = "audio/edit", Search = "mono to stereo", Repeatability = Repeatability.SameMachine, Need = nameof(JoinNeed))]
    [return: Output(Name = "audio")]
    public static Audio Join(Audio audioLeft, Audio audioRight, CancellationToken cancellation)
    {
        foreach (var (side, name) in new[] { (audioLeft, "audio_left"), (audioRight, "audio_right") })
        {
            if (side.Channels != 1)
            {
                throw new NodeFailure($"'{name}' has {side.Channels} channels; each side must be mono: mix it with AudioChannels first.") { Input = name };
            }
        }

        var (left, right) = SoundMatch.All(audioLeft, audioRight, cancellation);
        var count = Math.Min(left.SampleCount, right.SampleCount);
        var samples = SoundSize.Allocate(left.Batch, 2, count);
        for (var clip = 0; clip < left.Batch; clip++)
        {
            left.Channel(clip, 0)[..count].CopyTo(samples.AsSpan(2 * clip * count));
            right.Channel(clip, 0)[..count].CopyTo(samples.AsSpan(((2 * clip) + 1) * count));
        }

        return Audio.Own(left.Batch, 2, left.SampleRate, samples);
    }

    /// <summary>Makes a sound mono or stereo, or takes or swaps its channels.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="channels">mono: the mean of all; stereo: one channel is repeated, of several the first two are taken; left, right: that channel alone; swapped: left and right change places.</param>
    /// <returns>The sound with these channels.</returns>
    [Node("AudioChannels", Title = "Audio channels", Category = "audio/edit", Search = "mono,stereo,mixdown,downmix,swap", Need = nameof(ChangeNeed))]
    public static Audio Change(Audio audio, [Choices("mono", "stereo", "left", "right", "swapped")] string channels = "mono") => channels switch
    {
        "stereo" => Mixdown.To(audio, 2),
        "left" => Take(audio, 0),
        "right" => Take(audio, Math.Min(1, audio.Channels - 1)),
        "swapped" => Swap(Mixdown.To(audio, 2)),
        _ => Mixdown.To(audio, 1),
    };

    /// <summary>Both channels.</summary>
    public static MemoryNeed Need(Audio? audio) => SoundSize.Need(audio);

    /// <summary>Both at the higher rate, and together.</summary>
    public static MemoryNeed JoinNeed(Audio? audioLeft, Audio? audioRight)
        => audioLeft is null || audioRight is null ? MemoryNeed.None
            : new(DeviceId.Cpu, 2 * SoundSize.Bytes(Math.Max(audioLeft.Batch, audioRight.Batch), 2, Math.Max(audioLeft.Seconds, audioRight.Seconds) * Math.Max(audioLeft.SampleRate, audioRight.SampleRate)));

    /// <summary>Two channels, and where they are swapped two more.</summary>
    public static MemoryNeed ChangeNeed(Audio? audio) => audio is null ? MemoryNeed.None : new(DeviceId.Cpu, 2 * SoundSize.Bytes(audio.Batch, 2, audio.SampleCount));

    private static Audio Swap(Audio audio)
    {
        var samples = new float[audio.Samples.Length];
        for (var row = 0; row < audio.Batch * 2; row++)
        {
            audio.Channel(row / 2, 1 - (row % 2)).CopyTo(samples.AsSpan(row * audio.SampleCount));
        }

        return Audio.Own(audio.Batch, 2, audio.SampleRate, samples);
    }

    private static Audio Take(Audio audio, int channel)
    {
        var samples = new float[audio.Batch * audio.SampleCount];
        for (var clip = 0; clip < audio.Batch; clip++)
        {
            audio.Channel(clip, channel).CopyTo(samples.AsSpan(clip * audio.SampleCount));
        }

        return Audio.Own(audio.Batch, 1, audio.SampleRate, samples);
    }
}
