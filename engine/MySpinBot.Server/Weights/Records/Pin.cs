namespace MySpinBot.Server.Weights.Records;

/// <summary>What a file was when it was pulled.</summary>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Url">Where it came from.</param>
/// <param name="At">When.</param>
/// <param name="IsPublished">Whether the publisher's SHA-256 was known and fitted; else it is only what came the first time.</param>
public sealed record Pin(string Sha256, long Bytes, string Url, DateTimeOffset At, bool IsPublished);

/// <summary>That somebody accepted terms.</summary>
/// <param name="Licence">Which.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
internal sealed record Acceptance(string Licence, string By, DateTimeOffset At);
