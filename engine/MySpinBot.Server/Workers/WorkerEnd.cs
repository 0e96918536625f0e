namespace MySpinBot.Server.Workers;

/// <summary>How a worker's life ended.</summary>
/// <param name="Sentence">To be read after "the worker", without a full stop.</param>
/// <param name="IsAccident">Whether nobody wanted it.</param>
internal sealed record WorkerEnd(string Sentence, bool IsAccident)
{
    /// <summary>The server ends, and its worker with it: however that goes, it is no accident.</summary>
    public static WorkerEnd Stopped { get; } = new("was stopped with the server", IsAccident: false);
}
