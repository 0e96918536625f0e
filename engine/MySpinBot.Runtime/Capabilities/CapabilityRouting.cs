using System.Collections.Concurrent;
using MySpinBot.Runtime.Plugins;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Capabilities;

/// <summary>Finds who has a model. Where one plugin offers the capability, it is asked for all models; where several do, the first that lists the model is.</summary>
/// <typeparam name="T">The capability's interface.</typeparam>
/// <param name="plugins">The plugins.</param>
/// <param name="list">Asks one of them for its models.</param>
internal sealed class CapabilityRouting<T>(PluginSet plugins, Func<T, CancellationToken, ValueTask<IReadOnlyList<OfferedModel>>> list)
    where T : class
{
    private readonly ConcurrentDictionary<string, CapabilityOffer> _known = new(StringComparer.Ordinal);

    /// <summary>Whether anybody offers the capability.</summary>
    public bool HasOffers => plugins.Capabilities<T>().Count > 0;

    /// <summary>Who has a model, in use until it is disposed; null where nobody has it.</summary>
    /// <exception cref="NodeFailure">The plugin could not make it.</exception>
    public async ValueTask<CapabilityActivation<T>?> FindAsync(string model, CancellationToken cancellation)
    {
        var offers = plugins.Capabilities<T>();
        if (offers.Count == 1)
        {
            return plugins.Activate<T>(offers[0]);
        }

        // A plugin that was replaced may have other models; then they are looked for anew.
        if (_known.TryGetValue(model, out var known) && offers.Contains(known))
        {
            return plugins.Activate<T>(known);
        }

        foreach (var offer in offers)
        {
            await ListAsync(offer, cancellation);
            if (_known.TryGetValue(model, out known) && known == offer)
            {
                return plugins.Activate<T>(offer);
            }
        }

        return null;
    }

    /// <summary>The models that one offers; none where it is gone.</summary>
    public async ValueTask<IReadOnlyList<OfferedModel>> ListAsync(CapabilityOffer offer, CancellationToken cancellation)
    {
        using var activation = plugins.Activate<T>(offer);
        if (activation is null)
        {
            return [];
        }

        var models = await list(activation.Instance, cancellation);
        foreach (var gone in _known.Where(known => known.Value == offer && models.All(model => model.Name != known.Key)))
        {
            _known.TryRemove(gone);
        }

        foreach (var model in models)
        {
            _known.TryAdd(model.Name, offer);
        }

        return models;
    }
}
