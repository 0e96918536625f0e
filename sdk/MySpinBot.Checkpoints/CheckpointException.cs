namespace MySpinBot.Checkpoints;

/// <summary>A file cannot be used as a checkpoint. The message is a sentence for people: what is wrong with which file, and what would be right.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what was behind it.</summary>
    public CheckpointException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
