namespace MySpinBot.Server.Weights;

/// <summary>A file with weights that is there.</summary>
/// <param name="Kind">The kind of its folder.</param>
/// <param name="Name">Its path below that folder, with slashes: what graphs name it by.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="ChangedAt">When it was written.</param>
public sealed record WeightFile(string Kind, string Name, string Path, long Bytes, DateTimeOffset ChangedAt);
