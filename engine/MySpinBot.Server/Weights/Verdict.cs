using MySpinBot.Server.Weights.Heads;
using MySpinBot.Server.Weights.Manifests;
using MySpinBot.Server.Weights.Records;

namespace MySpinBot.Server.Weights;

/// <summary>What verifying a file has shown.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome"><c>verified</c> (it has the published SHA-256), <c>unchanged</c> (it is what it was when it was pulled), <c>unknown</c> (nobody says what it should be, and nothing is wrong with it),
/// <c>different</c> (its SHA-256 is another), <c>damaged</c> (it is not whole, or not what its name says).</param>
/// <param name="Sentence">For people.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Expected">The SHA-256 that it should have, where somebody says.</param>
public sealed record Verdict(string Kind, string Name, string Outcome, string Sentence, string Sha256, string? Expected)
{
    /// <summary>Whether it can be used.</summary>
    public bool IsGood => Outcome is "verified" or "unchanged" or "unknown";

    internal static Verdict Of(WeightFile file, string digest, WeightFacts facts, ModelEntry? entry, Pin? pin)
    {
        var (outcome, sentence) = (entry?.Sha256, pin) switch
        {
            ({ } published, _) when published == digest => ("verified", $"It is the file that its publisher has: '{entry!.Name}'."),
            ({ } published, _) when facts.Damage is null => ("different", $"Its SHA-256 is not the one that '{entry!.Name}' has: it is another file, or was changed."),
            (null, { } before) when before.Sha256 == digest => (before.IsPublished ? "verified" : "unchanged", before.IsPublished ? "It is what was promised when it was pulled." : $"It is what it was when it was pulled from {before.Url}; its publisher's SHA-256 is not known."),
            (null, { }) when facts.Damage is null => ("different", "It is not what it was when it was pulled: its SHA-256 is another."),
            _ => facts.Damage is { } damage ? ("damaged", damage) : ("unknown", "Nobody says what its SHA-256 should be; its head and length are as they should be, as far as that can be told."),
        };
        return new Verdict(file.Kind, file.Name, outcome, sentence, digest, entry?.Sha256 ?? pin?.Sha256);
    }
}
