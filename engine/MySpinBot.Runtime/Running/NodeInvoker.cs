using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Core.Scheduling;
using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>Calls nodes. Whatever a plugin does comes out of here as a signal: this is the one place where its exceptions are caught.</summary>
internal sealed class NodeInvoker(PluginSet plugins, CallInputs inputs, FragmentPreparation fragments, IRunResults results, CallHost host)
{
    private readonly HashSet<int> _started = [];

    /// <summary>Runs a call.</summary>
    public ValueTask<RunSignal> Invoke(CallOrder order, CallDeadline? deadline, CancellationToken cancellation)
        => Guarded(order, deadline, static (invoker, order, activation, context) => invoker.Execute(order, activation, context), cancellation);

    /// <summary>Asks a node which lazy inputs it wants.</summary>
    public ValueTask<RunSignal> Ask(CallOrder order, CallDeadline? deadline, CancellationToken cancellation)
        => Guarded(order, deadline, static (invoker, order, activation, context) => invoker.Ask(order, activation, context), cancellation);

    private async ValueTask<RunSignal> Execute(CallOrder order, NodeActivation activation, CallContext context)
    {
        var cancellation = context.Cancellation;
        var call = await inputs.Load(order, context, activation.Services, cancellation);
        using var memory = activation.Registration.Need is { } need
            ? await context.Models.ReserveAsync(need(call), order.NodeId, cancellation)
            : null;
        SayStarted(order);
        context.Deadline?.Begin();
        var began = host.Time.GetTimestamp();
        var outcome = await activation.Registration.Invoke(call);
        var seconds = host.Time.GetElapsedTime(began).TotalSeconds;
        cancellation.ThrowIfCancellationRequested();
        await context.NoteToolsAsync();
        var signal = outcome?.Expansion is { } expansion
            ? await fragments.Prepare(order, expansion, seconds, cancellation)
            : Finished(order, context, outcome, seconds);
        if (seconds >= Run.WorthKeeping)
        {
            await results.ValuesKeptAsync();
        }

        return signal;
    }

    private async ValueTask<RunSignal> Ask(CallOrder order, NodeActivation activation, CallContext context)
    {
        var ask = activation.Registration.Ask
            ?? throw new NodeFailure($"'{order.Node.Type.ClassType}' has lazy inputs and no method that asks for them.");
        var call = await inputs.Load(order, context, activation.Services, context.Cancellation);
        context.Deadline?.Begin();
        return new CallAsked(order.Ref, [.. ask(call)]);
    }

    private async ValueTask<RunSignal> Guarded(CallOrder order, CallDeadline? deadline, Func<NodeInvoker, CallOrder, NodeActivation, CallContext, ValueTask<RunSignal>> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return new CallCancelled(order.Ref);
        }

        var type = order.Node.Type.ClassType;
        using var noted = host is { Book: { } book, Job: { } job } ? book.Enter(job, order.NodeId, order.Ref.Index) : default;
        using var context = new CallContext(host, order.NodeId, order.Ref.Index, cancellation) { Deadline = deadline };
        using var scope = CallScope.Enter(context, context.Models);
        try
        {
            using var activation = plugins.Activate(type) ?? throw new NodeFailure($"The plugin with '{type}' has been unloaded.");
            return await work(this, order, activation, context);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new CallCancelled(order.Ref);
        }
        catch (ValueMissingException)
        {
            return new ValuesMissing(order.Ref);
        }
        catch (Exception fault) when (Exhaustion.In(fault) is not null)
        {
            // Whoever ran out, node, session or .NET, and whatever the node made of it: the rest of this call's memory is free when this is heard.
            return new CallFailed(order.Ref, Exhaustion.Sentence(type, fault, (ShelfCall)context.Models, host.Shelf), null, fault.ToString()) { IsOutOfMemory = true };
        }
        catch (NodeFailure failure)
        {
            return new CallFailed(order.Ref, failure.Message, failure.Input, failure.InnerException?.ToString());
        }
        catch (Exception fault)
        {
            // A plugin may throw anything; it is the author's to mend, and the run's to survive.
            return new CallFailed(order.Ref, Sentence(type, fault), null, fault.ToString());
        }
    }

    private void SayStarted(CallOrder order)
    {
        lock (_started)
        {
            if (!_started.Add(order.Ref.Node))
            {
                return;
            }
        }

        var descriptor = order.Node.Type.Descriptor;
        if (descriptor.Lane != Lane.Cpu)
        {
            // It will take its time, and what was finished before it must not be lost with it.
            results.Keep();
        }

        host.Events.Tell(new NodeStarted(order.NodeId, descriptor.ClassType, order.Node.Title ?? descriptor.Title, order.Calls, order.Because));
    }

    private CallFinished Finished(CallOrder order, CallContext context, NodeOutcome? outcome, double seconds)
    {
        var descriptor = order.Node.Type.Descriptor;
        switch (outcome)
        {
            case { Blocked: { } blocked }:
                var block = results.PutBlocked(blocked.Message);
                return new CallFinished(order.Ref, Record([.. descriptor.Outputs.Select(_ => ImmutableArray.Create(block))], context), seconds, blocked.Message);
            case { Outputs: { } outputs } when outputs.Length == descriptor.Outputs.Length:
                string? message = null;
                var values = new ImmutableArray<ResultValue>[outputs.Length];
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = Values(descriptor, i, outputs[i], ref message);
                }

                return new CallFinished(order.Ref, Record(ImmutableCollectionsMarshal.AsImmutableArray(values), context), seconds, message);
            default:
                throw new NodeFailure($"'{descriptor.ClassType}' gave {outcome?.Outputs?.Length ?? 0} outputs; it declares {descriptor.Outputs.Length}.");
        }
    }

    private static OutputsRecord Record(ImmutableArray<ImmutableArray<ResultValue>> outputs, CallContext context)
        => new(outputs) { Shown = context.Shown(), Files = context.SavedFiles, Notes = context.Notes() };

    private ImmutableArray<ResultValue> Values(NodeDescriptor descriptor, int index, object? value, ref string? message)
    {
        var output = descriptor.Outputs[index];
        if (!output.IsList || value is Blocked)
        {
            return [Value(descriptor, output, value, ref message)];
        }

        if (value is not object?[] list)
        {
            throw new NodeFailure($"'{descriptor.ClassType}' gave nothing for its list output '{output.Name}'; an empty list would be right.");
        }

        var values = ImmutableArray.CreateBuilder<ResultValue>(list.Length);
        foreach (var element in list)
        {
            values.Add(Value(descriptor, output, element, ref message));
        }

        return values.MoveToImmutable();
    }

    private ResultValue Value(NodeDescriptor descriptor, OutputDescriptor output, object? value, ref string? message)
    {
        if (value is Blocked blocked)
        {
            message ??= blocked.Message;
            return results.PutBlocked(blocked.Message);
        }

        return value is not null || output.Type == SocketTypes.Any || output.MayBeNull
            ? results.Put(value)
            : throw new NodeFailure($"'{descriptor.ClassType}' gave nothing for its output '{output.Name}' ({output.Type}). A node returns a value, a block, or fails.");
    }

    private static string Sentence(string type, Exception fault) => fault switch
    {
        DllNotFoundException or BadImageFormatException or EntryPointNotFoundException =>
            $"'{type}' needs a native library that cannot be loaded: {fault.Message}",
        OperationCanceledException => $"'{type}' gave up waiting for something of its own: {fault.Message}",
        IOException full when DiskFault.IsFull(full) => $"'{type}' could not write what it makes, because the disk is full: {full.Message}. Make room, or choose another folder.",
        TypeInitializationException { InnerException: { } inner } => Sentence(type, inner),
        _ => $"'{type}' failed with {fault.GetType().Name}: {fault.Message}",
    };
}
