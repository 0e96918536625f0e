namespace MySpinBot.Sdk;

/// <summary>A model that a capability can use.</summary>
/// <param name="Name">Its name in requests: for a file its path below its folder, with slashes, without the extension; for another server's <c>target/model</c>.</param>
/// <param name="Owner">Whose it is: <c>local</c>, or the name of the target that has it.</param>
public sealed record OfferedModel(string Name, string Owner)
{
    /// <summary>When its file was last written; null where that is not known.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Size of its file in bytes; null where that is not known.</summary>
    public long? Bytes { get; init; }
}
