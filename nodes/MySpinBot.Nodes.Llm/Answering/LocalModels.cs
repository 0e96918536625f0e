using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Leases models out of files: the same resident for nodes of jobs and for requests over HTTP.</summary>
/// <param name="models">The host's shelf; what is leased for a call counts as that call's.</param>
/// <param name="weights">Where files are found.</param>
internal sealed class LocalModels(IModelShelf models, IWeightFiles weights)
{
    /// <summary>Leases a model, which is loaded if it is not there.</summary>
    /// <exception cref="NodeFailure">Its file is not there, damaged, or of a kind that is not known; or it can never fit.</exception>
    public async ValueTask<Lease<LlamaModel>> LeaseAsync(LocalSource source, CancellationToken cancellation)
    {
        var file = await weights.FindAsync(source.Weights, cancellation);
        var adapters = new string[source.Options.Adapters.Length];
        for (var i = 0; i < adapters.Length; i++)
        {
            adapters[i] = (await weights.FindAsync(source.Options.Adapters[i].Weights, cancellation)).Path;
        }

        cancellation.ThrowIfCancellationRequested();
        return await models.LeaseAsync(LlamaModel.Recipe(file.Path, source.Weights, source.Options, adapters, models.Ledgers), cancellation);
    }

    /// <summary>Reserves what a request needs that is computed by itself.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">Tokens that prompt and answer may have.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<IDisposable> ReserveAsync(LlamaModel model, int tokens, CancellationToken cancellation)
        => models.ReserveAsync(new MemoryNeed(model.Facts.Device, model.BytesAlone(tokens)), "a text of its own", cancellation);
}
