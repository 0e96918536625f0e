using System.ComponentModel.DataAnnotations;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Louder and quieter.</summary>
public static class AudioAdjustVolumeNode
{
    /// <summary>Makes a sound louder or quieter.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="volume">By how many decibels: 0 changes nothing, 6 doubles, -6 halves.</param>
    /// <returns>The sound; what is louder than full scale is kept until it is saved.</returns>
    [Node("AudioAdjustVolume", Title = "Adjust audio volume", Category = "audio/edit", Search = "audio gain,loudness,audio level", Repeatability = Repeatability.SameMachine, Need = nameof(Need))]
    public static Audio Adjust(Audio audio, [Range(-100, 100)] int volume = 1) => volume == 0 ? audio : audio.Times(Decibel.ToGain(volume));

    /// <summary>The new sound.</summary>
    public static MemoryNeed Need(Audio? audio) => SoundSize.Need(audio);
}
