using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;
using MySpinBot.Core.Jobs;

namespace MySpinBot.Storage.Querying;

/// <summary>A row of the jobs.</summary>
[Table("jobs")]
[Index(nameof(Id), IsUnique = true)]
internal sealed class JobTable
{
    [Key, Column("seq")]
    public long Sequence { get; init; }

    [Column("id")]
    public required byte[] Id { get; init; }

    [Column("owner")]
    public required string Owner { get; init; }

    [Column("name")]
    public string? Name { get; init; }

    [Column("state")]
    public JobState State { get; init; }

    [Column("priority")]
    public int Priority { get; init; }

    [Column("number")]
    public double Number { get; init; }

    [Column("attempts")]
    public int Attempts { get; init; }

    [Column("accepted_at")]
    public long AcceptedAt { get; init; }

    [Column("started_at")]
    public long? StartedAt { get; init; }

    [Column("ended_at")]
    public long? EndedAt { get; init; }

    [Column("last_event")]
    public long LastEvent { get; init; }

    [Column("reason")]
    public string? Reason { get; init; }

    [Column("suspects")]
    public string? Suspects { get; init; }

    [Column("batch")]
    public byte[]? Batch { get; init; }

    [Column("labels")]
    public string? Labels { get; init; }

    [Column("kept")]
    public bool IsKept { get; init; }

    [Column("hooked")]
    public bool HasWebhook { get; init; }
}

/// <summary>A row of what was handed in.</summary>
[Table("submissions")]
internal sealed class SubmissionTable
{
    [Key, Column("seq")]
    public long Sequence { get; init; }

    [Column("document")]
    public required byte[] Document { get; init; }

    [Column("options")]
    public required byte[] Options { get; init; }
}

/// <summary>A row of the keys by which owners know their jobs.</summary>
[Table("idempotency")]
[PrimaryKey(nameof(Owner), nameof(Key))]
internal sealed class KeyTable
{
    [Column("owner")]
    public required string Owner { get; init; }

    [Column("key")]
    public required string Key { get; init; }

    [Column("seq")]
    public long Sequence { get; init; }

    [Column("digest")]
    public required byte[] Digest { get; init; }
}

/// <summary>A row of events.</summary>
[Table("events")]
[PrimaryKey(nameof(Sequence), nameof(First))]
internal sealed class EventTable
{
    [Column("seq")]
    public long Sequence { get; init; }

    [Column("first")]
    public long First { get; init; }

    [Column("body")]
    public required byte[] Body { get; init; }
}

/// <summary>A row of the settings.</summary>
[Table("settings")]
internal sealed class SettingTable
{
    [Key, Column("name")]
    public required string Name { get; init; }

    [Column("value")]
    public required byte[] Value { get; init; }
}
