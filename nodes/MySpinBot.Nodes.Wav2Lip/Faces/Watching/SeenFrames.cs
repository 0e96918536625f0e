using System.Collections.Immutable;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>What was seen in a run of equal frames.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Faces">The faces, as S3FD draws boxes, the surest first.</param>
internal sealed record SeenFrames(long First, long Last, ImmutableArray<Sighting> Faces);

/// <summary>What was seen of all frames.</summary>
/// <param name="FrameCount">How many frames there were.</param>
/// <param name="Shots">The first frame of each shot.</param>
/// <param name="Seen">What was seen, in order; frames between were not looked at.</param>
internal sealed record Watched(long FrameCount, ImmutableArray<long> Shots, IReadOnlyList<SeenFrames> Seen);
