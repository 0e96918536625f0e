namespace MySpinBot.Sdk;

/// <summary>Points at bytes in the artifact store.</summary>
/// <param name="Id">Content id of the bytes.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="MediaType">What they are, as a MIME type: <c>image/png</c>, <c>audio/wav</c>, …</param>
public sealed record ArtifactReference(ContentId Id, long Length, string MediaType);
