using MySpinBot.Core.Jobs;

namespace MySpinBot.Storage.Webhooks;

/// <summary>Somebody who is called when something becomes of an owner's jobs.</summary>
public sealed record Webhook
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its place in the order in which they were made.</summary>
    public long Sequence { get; init; }

    /// <summary>Whose jobs it is called for.</summary>
    public required string Owner { get; init; }

    /// <summary>What people call it; null where nobody named it.</summary>
    public string? Name { get; init; }

    /// <summary>Where.</summary>
    public required Uri Url { get; init; }

    /// <summary>Of what.</summary>
    public WebhookEvents Events { get; init; } = WebhookEvents.Ends;

    /// <summary>What its calls are signed with; null for calls without a signature. Shown to nobody.</summary>
    public ReadOnlyMemory<byte>? Secret { get; init; }

    /// <summary>Whether it is called. What waits for one that is not waits on.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Who is called for an owner: calls of one are made apart from those of all others.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Host">Host and port.</param>
public readonly record struct Receiver(string Owner, string Host)
{
    /// <summary>Who an address is.</summary>
    public static Receiver Of(string owner, Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return new Receiver(owner, $"{url.IdnHost}:{url.Port}");
    }
}
