using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>A network's tensors with LoRAs merged into them: each that is changed is computed when it is read, W + Σ strength · alpha / rank · up · down, in 32 bits; all others are what they are. The files stay as they are, so a LoRA that is taken away leaves nothing.</summary>
internal sealed class LoraTensors : ITensors, IDisposable
{
    private readonly ITensors _base;
    private readonly IReadOnlyList<IDisposable> _owned;
    private readonly Dictionary<string, Changed> _changed = new(StringComparer.Ordinal);

    private LoraTensors(ITensors network, TensorType type, IEnumerable<(LoraFile File, double Strength)> loras, LoraPart part, IReadOnlyList<IDisposable> owned)
    {
        (_base, _owned) = (network, owned);
        var names = new ModuleNames(network);
        foreach (var (file, strength) in loras)
        {
            foreach (var module in file.Modules)
            {
                if (module.Part == part && names.Find(module.Module) is { } weights && LoraMerge.Fits(module, weights))
                {
                    if (!_changed.TryGetValue(weights.Name, out var changed))
                    {
                        _changed[weights.Name] = changed = new Changed(weights with { Type = type }, weights, []);
                    }

                    changed.By.Add((module, file.Tensors, strength));
                }
            }
        }

        Entries = [.. network.Entries.Select(entry => _changed.TryGetValue(entry.Name, out var changed) ? changed.Here : entry)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>How many tensors are changed.</summary>
    public int Count => _changed.Count;

    /// <summary>A network with LoRAs, which are opened for it and closed with this.</summary>
    /// <param name="network">The network's tensors under diffusers' names; not closed with this.</param>
    /// <param name="loras">Files and strengths, in the order in which they were added: <see cref="LoraSources.FindAsync"/>.</param>
    /// <param name="part">Which part of the model the network is.</param>
    /// <param name="type">What changed tensors are given as: what is computed in.</param>
    /// <exception cref="CheckpointException">A file is no LoRA.</exception>
    public static LoraTensors Open(ITensors network, ImmutableArray<LoraSource> loras, LoraPart part, TensorType type = TensorType.Float32)
    {
        var opened = new List<Checkpoint>(loras.Length);
        try
        {
            foreach (var lora in loras)
            {
                opened.Add(Checkpoint.Open(lora.Path));
            }

            return new LoraTensors(network, type, opened.Zip(loras, (file, lora) => (LoraFile.Of(file), lora.Strength)), part, opened);
        }
        catch
        {
            opened.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>A network with LoRAs that are open already, or held in memory.</summary>
    public static LoraTensors Of(ITensors network, IEnumerable<(LoraFile File, double Strength)> loras, LoraPart part, TensorType type = TensorType.Float32) => new(network, type, loras, part, []);

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        if (_changed.TryGetValue(name, out var changed))
        {
            entry = changed.Here;
            return true;
        }

        return _base.TryGet(name, out entry);
    }

    /// <inheritdoc/>
    public void Read(TensorEntry entry, Span<byte> destination)
    {
        if (!Find(entry, out var changed))
        {
            _base.Read(entry, destination);
            return;
        }

        if (destination.Length != entry.ByteCount)
        {
            throw new ArgumentException($"The tensor '{entry.Name}' takes {entry.ByteCount} bytes; there is room for {destination.Length}.", nameof(destination));
        }

        var weights = _base.ReadFloats(changed.There);
        foreach (var (module, tensors, strength) in changed.By)
        {
            LoraMerge.Add(weights, module, tensors, strength);
        }

        if (entry.Type == TensorType.Float16)
        {
            var halves = MemoryMarshal.Cast<byte, Half>(destination);
            for (var i = 0; i < weights.Length; i++)
            {
                halves[i] = (Half)weights[i];
            }
        }
        else
        {
            MemoryMarshal.AsBytes(weights.AsSpan()).CopyTo(destination);
        }
    }

    /// <inheritdoc/>
    public bool TryMap(TensorEntry entry, out nint address)
    {
        address = 0;
        return !Find(entry, out _) && _base.TryMap(entry, out address);
    }

    /// <inheritdoc/>
    public bool TryLocate(TensorEntry entry, [NotNullWhen(true)] out string? path, out long offset)
    {
        (path, offset) = (null, 0);
        return !Find(entry, out _) && _base.TryLocate(entry, out path, out offset);
    }

    /// <summary>Closes the LoRAs.</summary>
    public void Dispose()
    {
        foreach (var file in _owned)
        {
            file.Dispose();
        }
    }

    private bool Find(TensorEntry entry, [NotNullWhen(true)] out Changed? changed)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _changed.TryGetValue(entry.Name, out changed) && (ReferenceEquals(changed.Here, entry) ? true : throw new ArgumentException($"The tensor '{entry.Name}' is none of these.", nameof(entry)));
    }

    private sealed record Changed(TensorEntry Here, TensorEntry There, List<(LoraModule Module, ITensors Tensors, double Strength)> By);
}
