using System.Collections.Immutable;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Scheduling;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime.Files;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Runtime.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>Gathers what a plan needs to know of the world outside: which bytes its files hold, and what fingerprint methods say.</summary>
internal sealed class FactFinding(NamedFiles named, PluginSet plugins, OutsideCalls outside, EventStream? events = null)
{
    /// <param name="graph">What is planned.</param>
    /// <param name="isInCall">Whether this is part of a call, which has its place in a lane and in the book.</param>
    /// <param name="cancellation">Ends it.</param>
    public async ValueTask<(PlanFacts Facts, ImmutableArray<GraphProblem> Faults)> Gather(ValidGraph graph, bool isInCall, CancellationToken cancellation)
    {
        Dictionary<(int, int), FileReference>? files = null;
        Dictionary<int, string?>? fingerprints = null;
        var faults = ImmutableArray.CreateBuilder<GraphProblem>();
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
            var node = graph.Nodes[i];
            for (var input = 0; input < node.Inputs.Length; input++)
            {
                if (node.Inputs[input].Kind == BindingKind.File)
                {
                    var (file, fault) = await Find(node.Type.Descriptor.Inputs[input], (string)node.Inputs[input].Constant!, node.Id, cancellation);
                    if (file is not null)
                    {
                        (files ??= []).Add((i, input), file);
                    }
                    else
                    {
                        faults.Add(fault! with { NodeId = node.Id, Input = node.Type.Descriptor.Inputs[input].Name });
                    }
                }
            }

            if (plugins.HasFingerprint(node.Type.ClassType))
            {
                (fingerprints ??= [])[i] = await Fingerprint(node, FilesOf(i), isInCall, faults, cancellation);
            }
        }

        return (new PlanFacts { Files = files ?? PlanFacts.None.Files, Fingerprints = fingerprints ?? PlanFacts.None.Fingerprints }, faults.ToImmutable());

        Func<int, FileReference?> FilesOf(int node) => input => files?.GetValueOrDefault((node, input));
    }

    /// <summary>Finds the files that linked paths name.</summary>
    public async ValueTask<RunSignal> Resolve(ResolveFiles order, IRunResults results, CancellationToken cancellation)
    {
        var call = new CallRef(order.Node, -1);
        var files = ImmutableArray.CreateBuilder<(PathRequest, FileReference)>();
        var written = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var request in order.Paths)
            {
                if (await results.GetAsync(request.Path, cancellation) is not string path)
                {
                    return new CallFailed(call, "What arrives at a file input is neither a file nor a text with its path.");
                }

                var (file, fault) = await Find(order.Inputs[request.Input], path, null, cancellation);
                if (file is null)
                {
                    return new CallFailed(call, fault!.Sentence);
                }

                files.Add((request, file));
                written.Add(path);
            }
        }
        catch (ValueMissingException)
        {
            return new CallFailed(call, "The path of a file was lost before it could be read. Run the graph again.");
        }
        catch (OperationCanceledException)
        {
            return new CallCancelled(call);
        }

        return new FilesResolved(order.Node, files.ToImmutable()) { Written = written.ToImmutable() };
    }

    private async ValueTask<(FileReference? File, GraphProblem? Fault)> Find(InputDescriptor input, string path, string? nodeId, CancellationToken cancellation)
    {
        try
        {
            var (file, fault) = await named.FindAsync(input, path, Telling(nodeId), cancellation);
            return (file, fault is null ? null : new GraphProblem(fault.Code, null, null, fault.Sentence));
        }
        catch (NodeFailure failure)
        {
            return (null, new GraphProblem(ProblemCodes.MissingFile, null, null, failure.Message));
        }
        catch (IOException fault)
        {
            return (null, new GraphProblem(ProblemCodes.MissingFile, null, null, $"File '{path}' cannot be read: {fault.Message}"));
        }
        catch (UnauthorizedAccessException)
        {
            return (null, new GraphProblem(ProblemCodes.MissingFile, null, null, $"File '{path}' cannot be read: this user may not."));
        }
    }

    /// <summary>Large models take their time to be read; people see how far that is, and not faster than they can look.</summary>
    private Action<long, long>? Telling(string? nodeId)
    {
        const long step = 64 << 20;
        var next = step;
        return events is null || nodeId is null ? null : (done, total) =>
        {
            if (done >= next)
            {
                next = done + step;
                events.Tell(new ProgressReported(nodeId, 0, done, total, "bytes of models read"));
            }
        };
    }

    private async ValueTask<string?> Fingerprint(ValidNode node, Func<int, FileReference?> files, bool isInCall, ImmutableArray<GraphProblem>.Builder faults, CancellationToken cancellation)
    {
        using var activation = plugins.Activate(node.Type.ClassType);
        if (activation?.Registration.Fingerprint is not { } method)
        {
            return "";
        }

        var services = activation.Services;
        try
        {
            return isInCall
                ? method(ConstantsCall.Of(node, files, services))
                : await outside.Do(node.Id, () => method(ConstantsCall.Of(node, files, services)), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault)
        {
            // As with every plugin method: what it throws is told, and the node counts as never the same.
            faults.Add(new GraphProblem(ProblemCodes.Refused, node.Id, null, $"The fingerprint of node '{node.Id}' ({node.Type.ClassType}) failed: {fault.Message}"));
            return null;
        }
    }
}
