using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>Videos: the description as JSON. Frames are not in it; the artifacts that they come from are named.</summary>
internal sealed class VideoCodec() : DescriptionCodec<Video>("video-2")
{
    public override IEnumerable<ArtifactReference> References(object? value) => ((Video)value!).Artifacts();
}

/// <summary>Captions, as JSON.</summary>
internal sealed class CaptionsCodec() : DescriptionCodec<Captions>("captions-1");
