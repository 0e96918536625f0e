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

    private CheckpointException(string file, string finding, bool isRefusal, Exception? inner)
        : base($"'{file}' {finding}", inner) => (Finding, IsRefusal) = (finding, isRefusal);

    /// <summary>The sentence without its subject, which is the file: <c>ends within its head: …</c>. Null where it is not about one file.</summary>
    public string? Finding { get; }

    /// <summary>Whether the file may well be whole, and it is what it holds that is not read: a program, an object of Python's, numbers of a type that is not known.</summary>
    public bool IsRefusal { get; }

    internal static CheckpointException Of(string file, string finding, Exception? inner = null) => new(file, finding, false, inner);

    internal static CheckpointException Refusal(string file, string finding) => new(file, finding, true, null);
}
