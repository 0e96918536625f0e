using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace MySpinBot.Storage.Querying;

/// <summary>A row of the batches.</summary>
[Table("batches")]
internal sealed class BatchTable
{
    [Key, Column("seq")]
    public long Sequence { get; init; }

    [Column("id")]
    public required byte[] Id { get; init; }

    [Column("owner")]
    public required string Owner { get; init; }

    [Column("name")]
    public string? Name { get; init; }

    [Column("jobs")]
    public int Jobs { get; init; }

    [Column("accepted_at")]
    public long AcceptedAt { get; init; }
}

/// <summary>A row of what owners note on jobs.</summary>
[Table("labels")]
[PrimaryKey(nameof(Owner), nameof(Name), nameof(Value), nameof(Sequence))]
internal sealed class LabelTable
{
    [Column("owner")]
    public required string Owner { get; init; }

    [Column("name")]
    public required string Name { get; init; }

    [Column("value")]
    public required string Value { get; init; }

    [Column("seq")]
    public long Sequence { get; init; }
}

/// <summary>A row of those that are called.</summary>
[Table("webhooks")]
internal sealed class WebhookTable
{
    [Key, Column("seq")]
    public long Sequence { get; init; }

    [Column("id")]
    public required byte[] Id { get; init; }

    [Column("owner")]
    public required string Owner { get; init; }

    [Column("job")]
    public long? Job { get; init; }

    [Column("name")]
    public string? Name { get; init; }

    [Column("url")]
    public required string Url { get; init; }

    [Column("events")]
    public int Events { get; init; }

    [Column("secret")]
    public byte[]? Secret { get; init; }

    [Column("active")]
    public bool IsActive { get; init; }

    [Column("created_at")]
    public long CreatedAt { get; init; }
}

/// <summary>A row of the calls.</summary>
[Table("deliveries")]
internal sealed class DeliveryTable
{
    [Key, Column("seq")]
    public long Sequence { get; init; }

    [Column("id")]
    public required byte[] Id { get; init; }

    [Column("webhook")]
    public long Webhook { get; init; }

    [Column("owner")]
    public required string Owner { get; init; }

    [Column("receiver")]
    public required string Receiver { get; init; }

    [Column("event")]
    public required string Event { get; init; }

    [Column("job_id")]
    public byte[]? JobId { get; init; }

    [Column("job")]
    public byte[]? Job { get; init; }

    [Column("state")]
    public int State { get; init; }

    [Column("attempts")]
    public int Attempts { get; init; }

    [Column("created_at")]
    public long CreatedAt { get; init; }

    [Column("due_at")]
    public long DueAt { get; init; }

    [Column("tries")]
    public string? Tries { get; init; }
}
