using MySpinBot.Core.Messages.Calling;
using MySpinBot.Core.Sentences;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Runtime.Running;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Capabilities;

/// <summary>Calls capabilities of plugins for whoever has no job. A call leases models as a call of a node does, and runs beside whatever runs, but never beside an exclusive call. Whatever a plugin does
/// comes out of here as a fault: beside <see cref="NodeInvoker"/> this is the place where plugins' exceptions are caught.</summary>
internal sealed class CapabilityCalls(EngineParts parts)
{
    private readonly CapabilityRouting<ITextGenerator> _writers = new(parts.Plugins, (writer, cancellation) => writer.ListAsync(cancellation));
    private readonly CapabilityRouting<IEmbedder> _embedders = new(parts.Plugins, (embedder, cancellation) => embedder.ListAsync(cancellation));

    /// <summary>Writes text.</summary>
    /// <param name="request">What.</param>
    /// <param name="title">What people read of who uses what it leases.</param>
    /// <param name="take">Takes a piece; the next is asked for when it has ended.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why it came to nothing; null where it did not.</returns>
    public Task<CallFault?> WriteAsync(TextRequest request, string title, Func<TextPiece, ValueTask> take, CancellationToken cancellation)
        => GuardedAsync(_writers, "writes text", request.Model, title, async writer =>
        {
            await foreach (var piece in writer.GenerateAsync(request, cancellation).WithCancellation(cancellation))
            {
                await take(piece);
            }
        }, cancellation);

    /// <summary>Makes vectors of texts.</summary>
    /// <param name="request">What.</param>
    /// <param name="title">What people read of who uses what it leases.</param>
    /// <param name="take">Takes them.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why it came to nothing; null where it did not.</returns>
    public Task<CallFault?> EmbedAsync(EmbeddingRequest request, string title, Func<Embeddings, ValueTask> take, CancellationToken cancellation)
        => GuardedAsync(_embedders, "makes vectors", request.Model, title, async embedder => await take(await embedder.EmbedAsync(request, cancellation)), cancellation);

    /// <summary>All models of both kinds. Of those that have one name, the first is the one that is used. A plugin that cannot tell its models is reported and passed over.</summary>
    public async Task<IReadOnlyList<CapableModel>> ListAsync(CancellationToken cancellation)
    {
        var models = new List<CapableModel>();
        await AddAsync(CapabilityKind.Text, _writers);
        await AddAsync(CapabilityKind.Embedding, _embedders);
        return models;

        async Task AddAsync<T>(CapabilityKind kind, CapabilityRouting<T> routing)
            where T : class
        {
            foreach (var offer in parts.Plugins.Capabilities<T>())
            {
                using var memory = parts.Shelf.ForCall("the list of models");
                using var scope = CallScope.Enter(LogOf(offer.Plugin), memory);
                try
                {
                    models.AddRange((await routing.ListAsync(offer, cancellation)).Where(model => !models.Exists(known => known.Kind == kind && known.Name == model.Name))
                        .Select(model => new CapableModel(kind, model.Name, model.Owner, model.ChangedAt, model.Bytes)).ToList());
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
                {
                    // A plugin may throw anything; the models of the others are there all the same.
                    parts.Options.Report($"Plugin {offer.Plugin} could not tell which models it has: {Faults.Sentence(fault)}");
                }
            }
        }
    }

    private async Task<CallFault?> GuardedAsync<T>(CapabilityRouting<T> routing, string does, string model, string title, Func<T, ValueTask> use, CancellationToken cancellation)
        where T : class
    {
        using var visit = await parts.Lanes.VisitAsync(null, cancellation);
        using var memory = parts.Shelf.ForCall(title);
        using var scope = CallScope.Enter(LogOf(title), memory);
        try
        {
            using var activation = await routing.FindAsync(model, cancellation);
            if (activation is null)
            {
                return routing.HasOffers
                    ? new CallFault(CallFaultKind.Request, $"No plugin has a model {Shown.Name(model)} that {does}.", nameof(TextRequest.Model), "model_not_found")
                    : new CallFault(CallFaultKind.Request, $"No plugin that is loaded {does}, so there is no model {Shown.Name(model)}.", nameof(TextRequest.Model), "model_not_found");
            }

            await use(activation.Instance);
            return null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault) when (Exhaustion.In(fault) is not null)
        {
            return new CallFault(CallFaultKind.Memory, Exhaustion.Sentence(title, fault, memory, parts.Shelf));
        }
        catch (NodeFailure failure)
        {
            return new CallFault(failure.Input is null && failure.Code is null ? CallFaultKind.Plugin : CallFaultKind.Request, failure.Message, failure.Input, failure.Code);
        }
        catch (Exception fault)
        {
            // A plugin may throw anything; it is the author's to mend, and the worker's to survive.
            parts.Options.Report($"A call of model {Shown.Name(model)} failed: {fault}");
            return new CallFault(CallFaultKind.Plugin, $"The plugin with model {Shown.Name(model)} failed: {Faults.Sentence(fault)}");
        }
    }

    private INodeLog LogOf(string name) => parts.Options.PluginLogs?.Invoke(name) ?? new ReportLog(name, parts.Options.Report);
}
