namespace MySpinBot.Client;

/// <summary>The server did not do what it was asked. The message is its sentence: what is wrong and what would be right.</summary>
public sealed class ProblemException : Exception
{
    internal ProblemException(int status, Problem? problem, string message, TimeSpan? retryAfter)
        : base(message) => (Status, Problem, RetryAfter) = (status, problem, retryAfter);

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>What it said: a code for programs, and all that is wrong, one by one. Null where something between answered in its place.</summary>
    public Problem? Problem { get; }

    /// <summary>When to try again; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
