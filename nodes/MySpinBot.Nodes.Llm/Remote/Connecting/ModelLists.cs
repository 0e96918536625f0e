using System.Collections.Concurrent;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.Connecting;

/// <summary>What all servers have. Each is asked for a few seconds at most, all at once, and one that was asked is not asked again for a while: lists are wanted often, and servers may be gone.</summary>
internal sealed class ModelLists(TargetConnections connections, INodeLog log, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, (long At, IReadOnlyList<OfferedModel> Models)> _known = new(StringComparer.Ordinal);

    /// <summary>The models of all servers that answer, in the order of the configuration.</summary>
    public async Task<IReadOnlyList<OfferedModel>> ListAsync(CancellationToken cancellation)
        => [.. (await Task.WhenAll(connections.Names.Select(name => OfAsync(name, cancellation)))).SelectMany(models => models)];

    private async Task<IReadOnlyList<OfferedModel>> OfAsync(string name, CancellationToken cancellation)
    {
        if (_known.TryGetValue(name, out var known) && time.GetElapsedTime(known.At) < Fresh)
        {
            return known.Models;
        }

        var models = await AskAsync(connections.Get(name), cancellation);
        _known[name] = (time.GetTimestamp(), models);
        return models;
    }

    private async Task<IReadOnlyList<OfferedModel>> AskAsync(TargetConnection connection, CancellationToken cancellation)
    {
        var target = connection.Target;
        using var patience = new CancellationTokenSource(Patience < target.Patience ? Patience : target.Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return [.. (await connection.ModelsAsync(end.Token)).Select(model => new OfferedModel($"{target.Name}/{model.Name}", target.Name) { ChangedAt = model.At, Bytes = model.Bytes })];
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            log.Warn($"{ServerSaid.Who(target)} did not say in time which models it has; they are left out for now.");
            return [];
        }
        catch (Exception met) when (met is not OperationCanceledException && FaultReading.Of(target, met) is { } fault)
        {
            log.Warn($"{fault.Message} Its models are left out for now.");
            return [];
        }
    }
}
