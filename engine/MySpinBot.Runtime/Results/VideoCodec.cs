using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MySpinBot.Core.Messages;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Videos: the description as JSON. Frames are not in it; the artifacts that they come from are named.</summary>
internal sealed class VideoCodec() : ValueCodec("video-1")
{
    private static readonly JsonSerializerOptions Json = new(MessageJson.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(LeaveOutNoEdits),
    };

    public override void Encode(object? value, Stream output) => JsonSerializer.Serialize(output, (Video)value!, Json);

    public override object? Decode(Stream input, long length)
    {
        try
        {
            return JsonSerializer.Deserialize<Video>(input, Json);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException("The bytes do not describe a video.", fault);
        }
    }

    public override long SizeOf(object? value, long encoded) => encoded * 2;

    public override IEnumerable<ArtifactReference> References(object? value)
    {
        var video = (Video)value!;
        var pictures = video.Picture.Select(segment => segment.Source switch
        {
            StillSource still => still.Picture,
            FileSource file => file.File,
            _ => null,
        });
        return pictures.Concat(video.Sound.Select(segment => segment.Pcm)).OfType<ArtifactReference>();
    }

    /// <summary>No edits are written the same whether the list is empty or was never made; the serializer cannot write the latter.</summary>
    private static void LeaveOutNoEdits(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.PropertyType == typeof(ImmutableArray<FrameEdit>))
            {
                property.ShouldSerialize = (_, edits) => edits is ImmutableArray<FrameEdit> { IsDefaultOrEmpty: false };
            }
        }
    }
}
