using System.Collections.Immutable;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Core.Scheduling;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Outputs;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>The work behind each command of a run, and what the run gathers.</summary>
internal sealed class RunWork(NodeInvoker invoker, FragmentPreparation fragments, FactFinding facts, OutputFolder outputs, IRunResults results, EventStream events, TimeProvider time, ModelShelf shelf, Func<CancellationToken, ValueTask>? beforeCalls = null)
{
    public IRunResults Results { get; } = results;

    public EventStream Events { get; } = events;

    public TimeProvider Time { get; } = time;

    /// <summary>Frees the models that nobody uses and nobody pinned, and what .NET itself still holds of memory that is no longer needed.</summary>
    public async ValueTask FreeIdleModels()
    {
        await shelf.UnloadIdleAsync();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>Does what an order says.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="deadline">The time that a call has, where it has one: told when it begins.</param>
    /// <returns>Its answer.</returns>
    public ValueTask<RunSignal> Do(RunCommand order, CancellationToken cancellation, CallDeadline? deadline = null) => order switch
    {
        StartCall start => beforeCalls is null ? invoker.Invoke(start.Order, deadline, cancellation) : InvokeInTurn(start, beforeCalls(cancellation), deadline, cancellation),
        AskCall ask => invoker.Ask(ask.Order, deadline, cancellation),
        ReplayExpansion replay => fragments.Replay(replay, cancellation),
        ResolveFiles resolve => facts.Resolve(resolve, Results, cancellation),
        RestoreFiles restore => Restore(restore, cancellation),
        _ => throw new InvalidOperationException($"No work is known for {order}."),
    };

    private ValueTask<RunSignal> InvokeInTurn(StartCall start, ValueTask turn, CallDeadline? deadline, CancellationToken cancellation)
    {
        return turn.IsCompletedSuccessfully ? invoker.Invoke(start.Order, deadline, cancellation) : Wait();

        async ValueTask<RunSignal> Wait()
        {
            try
            {
                await turn;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return new CallCancelled(start.Order.Ref);
            }

            return await invoker.Invoke(start.Order, deadline, cancellation);
        }
    }

    private async ValueTask<RunSignal> Restore(RestoreFiles order, CancellationToken cancellation)
    {
        var told = new List<FileSaved>(order.Files.Length);
        foreach (var file in order.Files)
        {
            if (cancellation.IsCancellationRequested)
            {
                return new FilesRestored(order.Call, false);
            }

            try
            {
                var became = await outputs.RestoreAsync(order.NodeId, file, cancellation);
                if (became == Restoration.Gone)
                {
                    return new FilesRestored(order.Call, false);
                }

                told.Add(new FileSaved(order.NodeId, file, PutBack: became == Restoration.PutBack, WasThere: became == Restoration.WasThere));
            }
            catch (NodeFailure failure)
            {
                return new CallFailed(order.Call, failure.Message);
            }
            catch (OperationCanceledException)
            {
                return new FilesRestored(order.Call, false);
            }
        }

        told.ForEach(Events.Say);

        return new FilesRestored(order.Call, true);
    }
}
