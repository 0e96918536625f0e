namespace MySpinBot.Server.DiskUse;

/// <summary>What the server takes of the disk.</summary>
/// <param name="MeasuredAt">When it was looked at.</param>
/// <param name="Parts">Of what, by name.</param>
/// <param name="ArtifactsByOwner">Kept artifacts that each owner's jobs name; one that several name counts for each.</param>
/// <param name="FreeBytes">What is free on the disk of the data folder.</param>
/// <param name="TotalBytes">What that disk has.</param>
internal sealed record StorageUse(DateTimeOffset MeasuredAt, IReadOnlyList<StoragePart> Parts, IReadOnlyList<StoragePart> ArtifactsByOwner, long FreeBytes, long TotalBytes);

/// <summary>A part of it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record StoragePart(string Name, long Files, long Bytes);
