using System.Collections.Immutable;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Validation;
using MySpinBot.Storage.Jobs;

namespace MySpinBot.Server.Jobs;

/// <summary>Takes jobs, gives them their turn, and sees each to its end. What a method says was done is on disk when its task completes. Safe from any thread; nothing waits for a worker
/// but <see cref="CheckAsync"/>, and that not for long.</summary>
public sealed class JobDesk
{
    /// <summary>What is wrong with a graph, by the catalog, and, where only it can tell and is there to answer within <see cref="CheckPatience"/>, by the worker.</summary>
    public ValueTask<ValidationResult> CheckAsync(GraphDocument document, ReadOnlyMemory<byte> bytes, JobTerms terms, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>How long <see cref="CheckAsync"/> waits for the worker. What it does not say in time, the run says.</summary>
    public static TimeSpan CheckPatience { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Takes a job whose graph was checked.</summary>
    /// <exception cref="ServerRefusal">The queue is full, the disk is full, or the server is stopping.</exception>
    public Task<Acceptance> SubmitAsync(JobSubmission submission, JobTerms terms) => throw new NotSupportedException();

    /// <summary>A job; null where there is none of this id, or it is another owner's.</summary>
    /// <param name="id">The id.</param>
    /// <param name="owner">Who asks; null for anybody's.</param>
    public Job? Find(Guid id, string? owner) => throw new NotSupportedException();

    /// <summary>Jobs that a worker has, in the order in which they began.</summary>
    public ImmutableArray<Job> Running => throw new NotSupportedException();

    /// <summary>Jobs that wait, in the order in which they will have their turn as things are.</summary>
    public ImmutableArray<Job> Waiting => throw new NotSupportedException();

    /// <summary>How many run or wait: ComfyUI's <c>queue_remaining</c>. Cheap.</summary>
    public int Unfinished => throw new NotSupportedException();

    /// <summary>Where a job that waits stands; null where it does not wait.</summary>
    public JobPlace? PlaceOf(Guid id) => throw new NotSupportedException();

    /// <summary>What was handed in.</summary>
    public JobContent? Content(Guid id) => throw new NotSupportedException();

    /// <summary>What became of a job's nodes so far, read from its events.</summary>
    public JobRecord? Record(Guid id) => throw new NotSupportedException();

    /// <summary>Cancels a job that waits or runs.</summary>
    /// <param name="id">The job.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <returns>Whether there was something to cancel.</returns>
    public Task<bool> CancelAsync(Guid id, string reason) => throw new NotSupportedException();

    /// <summary>Has a job that failed or was cancelled run again, from what it has finished.</summary>
    /// <returns>The job; null where it is in no such state.</returns>
    public Task<Job?> RetryAsync(Guid id) => throw new NotSupportedException();

    /// <summary>Gives a job that waits another place.</summary>
    /// <returns>The job; null where it does not wait.</returns>
    public Task<Job?> MoveAsync(Guid id, int priority, double number) => throw new NotSupportedException();

    /// <summary>The number that puts a job in front of all that wait with this priority, or directly before or behind another.</summary>
    public double NumberFor(JobSpot spot, Guid? other) => throw new NotSupportedException();

    /// <summary>Removes a job that has ended, with its events; its artifacts may be collected then.</summary>
    public Task<bool> ForgetAsync(Guid id) => throw new NotSupportedException();

    /// <summary>Whether no job has its turn for now; those that run go on.</summary>
    public bool IsPaused => throw new NotSupportedException();

    /// <summary>Stops giving turns, or goes on. Remembered over a restart.</summary>
    public Task PauseAsync(bool paused) => throw new NotSupportedException();

    /// <summary>Told, on any thread, whenever jobs come, begin, end or move, or the queue is paused: take note and return at once.</summary>
    public event Action? QueueChanged;

    /// <summary>Pages of jobs.</summary>
    public ImmutableArray<Job> List(JobFilter filter) => throw new NotSupportedException();

    /// <summary>Loads what was unfinished, and begins to give turns.</summary>
    public void Begin() => throw new NotSupportedException();

    /// <summary>Gives no more turns, and stores what is to be stored.</summary>
    public Task StopAsync() => throw new NotSupportedException();

    internal void TellQueueChanged() => QueueChanged?.Invoke();
}

/// <summary>Where a job stands in the queue.</summary>
/// <param name="Position">How many are before it, and 1.</param>
/// <param name="StartsIn">When it may begin, from earlier runs; null where nothing is known.</param>
/// <param name="EndsIn">When it may be done; null where nothing is known.</param>
public sealed record JobPlace(int Position, TimeSpan? StartsIn, TimeSpan? EndsIn);

/// <summary>What was handed in.</summary>
/// <param name="Document">The graph, as it came.</param>
/// <param name="Terms">How it is run.</param>
public sealed record JobContent(ReadOnlyMemory<byte> Document, JobTerms Terms);

/// <summary>A place in the queue.</summary>
public enum JobSpot
{
    /// <summary>Before all of its priority.</summary>
    Front,

    /// <summary>Behind all of its priority.</summary>
    Back,

    /// <summary>Directly before another job.</summary>
    Before,

    /// <summary>Directly behind another job.</summary>
    Behind,
}
