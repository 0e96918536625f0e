namespace MySpinBot.Storage;

/// <summary>The store cannot take or give something: its disk is full or write-protected, its file damaged. The message is a sentence for people.</summary>
/// <param name="message">What is wrong and what would be right.</param>
/// <param name="inner">What the database said.</param>
/// <param name="isFull">Whether there is no room.</param>
public sealed class StorageFault(string message, Exception inner, bool isFull = false) : Exception(message, inner)
{
    /// <summary>Whether there is no room: new work is to be refused until there is.</summary>
    public bool IsFull { get; } = isFull;
}
