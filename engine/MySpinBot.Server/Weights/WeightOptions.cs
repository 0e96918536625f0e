using MySpinBot.Server.Outbound;
using MySpinBot.Server.Weights.Pulling;

namespace MySpinBot.Server.Weights;

/// <summary>What models are looked after with.</summary>
public sealed record WeightOptions
{
    /// <summary>Folders by kind, first come first served.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Folders { get; init; }

    /// <summary>Where is noted what was pulled, accepted and hashed.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Manifests beside the built-in one.</summary>
    public IReadOnlyList<string> Manifests { get; init; } = [];

    /// <summary>Whom may be asked.</summary>
    public OutboundRules Outbound { get; init; } = OutboundRules.Strict;

    /// <summary>Tokens by name.</summary>
    public Func<string, string?> Secret { get; init; } = Secrets.OfEnvironment;

    /// <summary>How long is waited for somebody who does not answer.</summary>
    public PullPatience Patience { get; init; } = new();

    /// <summary>Bytes that stay free on the disk.</summary>
    public long FreeDiskBytes { get; init; } = 64L << 20;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told, in sentences, what whoever runs this should know.</summary>
    public Action<string> Report { get; init; } = _ => { };
}
