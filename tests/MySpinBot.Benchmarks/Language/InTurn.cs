using System.Diagnostics;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Benchmarks.Language;

/// <summary>Our batch and the bare loop in turn, some steps each, on one thread: what else the machine does meets both alike.</summary>
/// <remarks>The batch asks before each of its steps how many threads compute. There the bare loop has its turn.</remarks>
internal sealed class InTurn(BareLoop bare)
{
    /// <summary>Steps of a turn: so many that who reads the tokens on another processor is done with them, so few that the machine is the same for both.</summary>
    private const int Steps = 6;

    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Turns _ours = new();
    private readonly Turns _theirs = new();
    private int[][]? _prompts;
    private int _wanted;
    private int _steps = -1;
    private (long Time, double Processor) _began;

    /// <summary>Lets all these prompts be gone on with, and measures when each has its first token.</summary>
    /// <param name="batch">Who goes on. It was made with <see cref="Threads"/>.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="turns">How many turns each has.</param>
    /// <returns>Milliseconds of a step, turn for turn.</returns>
    public async Task<(Turns Ours, Turns Bare)> Measure(SequenceBatch batch, int[][] prompts, int turns)
    {
        using var cancelled = new CancellationTokenSource();
        var left = prompts.Length;
        var writing = prompts.Select(async prompt =>
        {
            var isFirst = true;
            try
            {
                await foreach (var _ in batch.GenerateAsync(LanguageRows.Request(prompt, (turns + 8) * Steps), cancelled.Token))
                {
                    if (isFirst && Interlocked.Decrement(ref left) == 0)
                    {
                        _wanted = turns;
                        Volatile.Write(ref _prompts, prompts);
                    }

                    isFirst = false;
                }
            }
            catch (OperationCanceledException)
            {
                // Enough was written.
            }
        }).ToArray();
        await Task.WhenAny(_enough.Task, Task.WhenAll(writing));
        await cancelled.CancelAsync();
        await Task.WhenAll(writing);
        await _enough.Task.WaitAsync(TimeSpan.FromSeconds(1));
        return (_ours, _theirs);
    }

    /// <summary>What the batch is made with: one thread computes.</summary>
    public int Threads()
    {
        if (Volatile.Read(ref _prompts) is not { } prompts || _ours.Clock.Count == _wanted)
        {
            return 1;
        }

        if (_steps < 0)
        {
            bare.Begin(prompts);
            bare.Step();
        }
        else if (++_steps < Steps)
        {
            return 1;
        }
        else
        {
            _ours.Note(_began, Now(), Steps);
        }

        var began = Now();
        for (var step = 0; step < Steps; step++)
        {
            bare.Step();
        }

        _began = Now();
        if (_steps > 0)
        {
            _theirs.Note(began, _began, Steps);
            if (_ours.Clock.Count == _wanted)
            {
                _enough.SetResult();
            }
        }

        _steps = 0;
        return 1;
    }

    private static (long Time, double Processor) Now() => (Stopwatch.GetTimestamp(), ThreadTime.OfThis.Milliseconds);
}

/// <summary>Milliseconds of a step, one figure a turn.</summary>
internal sealed record Turns
{
    /// <summary>By the clock.</summary>
    public List<double> Clock { get; } = [];

    /// <summary>Of the processor.</summary>
    public List<double> Processor { get; } = [];

    public void Note((long Time, double Processor) began, (long Time, double Processor) ended, int steps)
    {
        Clock.Add(Stopwatch.GetElapsedTime(began.Time, ended.Time).TotalMilliseconds / steps);
        Processor.Add((ended.Processor - began.Processor) / steps);
    }
}
