namespace MySpinBot.Core.Jobs;

/// <summary>Whom to call when something becomes of a job, said with its submission.</summary>
/// <param name="Url">Where.</param>
/// <param name="Events">Of what.</param>
/// <param name="Secret">What its calls are signed with; null for calls without a signature.</param>
public sealed record JobWebhook(Uri Url, WebhookEvents Events, ReadOnlyMemory<byte>? Secret);

/// <summary>What is called for: a job came into one of these states.</summary>
[Flags]
public enum WebhookEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It waits: it was accepted, is run again, or lost its worker.</summary>
    Queued = 1 << JobState.Queued,

    /// <summary>A run of it began.</summary>
    Running = 1 << JobState.Running,

    /// <summary>Every target was made.</summary>
    Succeeded = 1 << JobState.Succeeded,

    /// <summary>Something failed.</summary>
    Failed = 1 << JobState.Failed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled = 1 << JobState.Cancelled,

    /// <summary>It ended, however that was.</summary>
    Ends = Succeeded | Failed | Cancelled,
}
