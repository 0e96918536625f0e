using System.Text.Json;
using System.Text.Json.Serialization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>How lips are moved: what LipSync was told, so that parts of a long video are told the same.</summary>
/// <param name="Whose">Whose lips.</param>
/// <param name="FaceNumber">The number of the face, where it is chosen by one.</param>
/// <param name="SoundIsLonger">What is shown when the video has ended.</param>
/// <param name="SoundIsShorter">What becomes of the rest of the video.</param>
/// <param name="Pads">What is added around each face.</param>
/// <param name="Feather">How soft a face's rim is.</param>
/// <param name="BatchSize">Faces at once.</param>
internal sealed record SyncSettings(LipsOf Whose, int FaceNumber, LongerSound SoundIsLonger, ShorterSound SoundIsShorter, Padding Pads, double Feather, int BatchSize)
{
    /// <summary>As text.</summary>
    public string ToText() => JsonSerializer.Serialize(this, SettingsText.Default.SyncSettings);

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    /// <exception cref="NodeFailure">It is something else.</exception>
    public static SyncSettings Of(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, SettingsText.Default.SyncSettings) is { BatchSize: > 0, Feather: >= 0 and <= 0.5 } settings)
            {
                return settings;
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new NodeFailure("The settings are not those of a LipSync node; this node is part of one and is not used by itself.") { Input = "settings" };
    }
}

[JsonSerializable(typeof(SyncSettings))]
internal sealed partial class SettingsText : JsonSerializerContext;
