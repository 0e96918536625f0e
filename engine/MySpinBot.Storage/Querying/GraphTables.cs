using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;
using MySpinBot.Storage.Graphs;

namespace MySpinBot.Storage.Querying;

/// <summary>A row of the graphs.</summary>
[Table("graphs")]
[Index(nameof(Id), IsUnique = true)]
internal sealed class GraphTable
{
    [Key, Column("seq")]
    public long Sequence { get; init; }

    [Column("id")]
    public required byte[] Id { get; init; }

    [Column("owner")]
    public required string Owner { get; init; }

    [Column("name")]
    public required string Name { get; init; }

    [Column("description")]
    public required string Description { get; init; }

    [Column("tags")]
    public required string Tags { get; init; }

    [Column("types")]
    public required string Types { get; init; }

    [Column("words")]
    public required string Words { get; init; }

    [Column("template")]
    public bool IsTemplate { get; init; }

    [Column("created_at")]
    public long CreatedAt { get; init; }

    [Column("changed_at")]
    public long ChangedAt { get; init; }

    [Column("deleted_at")]
    public long? DeletedAt { get; init; }

    [Column("head")]
    public long Head { get; init; }
}

/// <summary>A row of the revisions.</summary>
[Table("revisions")]
internal sealed class RevisionTable
{
    [Key, Column("seq")]
    public long Sequence { get; init; }

    [Column("graph")]
    public long Graph { get; init; }

    [Column("number")]
    public long Number { get; init; }

    [Column("made_at")]
    public long MadeAt { get; init; }

    [Column("kind")]
    public RevisionKind Kind { get; init; }

    [Column("client")]
    public string? Client { get; init; }

    [Column("label")]
    public string? Label { get; init; }

    [Column("note")]
    public string? Note { get; init; }

    [Column("restored_from")]
    public long? RestoredFrom { get; init; }

    [Column("nodes")]
    public int Nodes { get; init; }

    [Column("length")]
    public int Length { get; init; }

    [Column("digest")]
    public required byte[] Digest { get; init; }

    [Column("base")]
    public long? Base { get; init; }

    [Column("body")]
    public required byte[] Body { get; init; }
}
