using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <summary>What one run knows and makes. Its own values stay until it is disposed.</summary>
internal interface IRunResults : ITraces, IDisposable
{
    /// <summary>Keeps a value and says which it is. A list is no value: its elements are.</summary>
    ResultValue Put(object? value);

    /// <summary>Keeps a block: no value, on purpose.</summary>
    ResultValue PutBlocked(string? message) => Put(new Blocked(message)) with { Kind = ResultKind.Blocked };

    /// <summary>A value. Many readers share one object.</summary>
    /// <exception cref="ValueMissingException">It is gone or damaged.</exception>
    ValueTask<object?> GetAsync(ResultValue value, CancellationToken cancellation);

    /// <summary>Puts a result on record. Failures and cancellations are not results.</summary>
    /// <param name="key">Recipe key or content key.</param>
    /// <param name="record">What is known.</param>
    /// <param name="seconds">Seconds that it took to make.</param>
    void Record(TraceKey key, TraceRecord record, double seconds);

    /// <summary>Sees to it that the records of so far outlive this process, where they may.</summary>
    void Keep();

    /// <summary>Ends when the bytes of the values that were put so far are where they outlive this process, where they may.</summary>
    Task ValuesKeptAsync();
}
