namespace MySpinBot.Runtime.Results;

/// <summary>How much is kept.</summary>
/// <param name="Records">Trace records.</param>
/// <param name="Values">Small values, in the log.</param>
/// <param name="LogBytes">Bytes of the log.</param>
/// <param name="Artifacts">Large values and files.</param>
/// <param name="ArtifactBytes">Their bytes.</param>
public sealed record CacheSize(int Records, int Values, long LogBytes, int Artifacts, long ArtifactBytes)
{
    /// <summary>All bytes on the disk.</summary>
    public long Bytes => LogBytes + ArtifactBytes;
}
