using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>How a LoRA and a model belong together.</summary>
/// <param name="Fitting">How many of its modules change the model.</param>
/// <param name="Missing">Modules that it changes and the model does not have, as the file names them.</param>
/// <param name="Misfits">Modules that both have, in other sizes.</param>
internal sealed record LoraMatch(int Fitting, IReadOnlyList<string> Missing, IReadOnlyList<LoraMisfit> Misfits)
{
    private const int Shown = 5;

    /// <summary>Compares a LoRA with the parts of a model.</summary>
    /// <param name="lora">The LoRA.</param>
    /// <param name="part">The parts that there are, under diffusers' names; null for those that are not looked at, whose modules do not count.</param>
    public static LoraMatch Of(LoraFile lora, Func<LoraPart, ITensors?> part)
    {
        var names = new Dictionary<LoraPart, ModuleNames?>();
        var (fitting, missing, misfits) = (0, new List<string>(), new List<LoraMisfit>());
        foreach (var module in lora.Modules)
        {
            if (!names.TryGetValue(module.Part, out var known))
            {
                names[module.Part] = known = part(module.Part) is { } tensors ? new ModuleNames(tensors) : null;
            }

            if (known is null)
            {
                continue;
            }

            switch (known.Find(module.Module))
            {
                case null: missing.Add(module.Down.Name); break;
                case { } weights when !LoraMerge.Fits(module, weights): misfits.Add(new LoraMisfit(module, weights)); break;
                default: fitting++; break;
            }
        }

        return new LoraMatch(fitting, missing, misfits);
    }

    /// <summary>What people should know, each a sentence; none where everything fits.</summary>
    /// <param name="lora">The LoRA.</param>
    /// <param name="name">What it is called.</param>
    public IEnumerable<string> Warnings(LoraFile lora, string name)
    {
        if (Fitting == 0 && Misfits.Count == 0)
        {
            yield return $"The LoRA {name} changes nothing here: none of its {lora.Modules.Count} modules is one of what it is applied to.";
        }
        else if (Missing.Count > 0)
        {
            yield return $"{Missing.Count} of the {lora.Modules.Count} modules of the LoRA {name} are none of this model's and are left out: {List(Missing)}.";
        }

        if (Misfits.Count > 0 && Fitting > 0)
        {
            yield return $"{Misfits.Count} modules of the LoRA {name} have other sizes than this model and are left out: {List([.. Misfits.Select(misfit => misfit.ToString())])}.";
        }

        if (lora.Strangers.Count > 0)
        {
            yield return $"{lora.Strangers.Count} tensors of the LoRA {name} are of a kind that is not known here and are left out: {List(lora.Strangers)}.";
        }
    }

    private static string List(IReadOnlyList<string> names) => string.Join(", ", names.Take(Shown).Select(name => $"'{name}'")) + (names.Count > Shown ? ", …" : "");
}

/// <summary>A change that does not fit the weights of its name.</summary>
/// <param name="Module">The change.</param>
/// <param name="Weights">The weights.</param>
internal sealed record LoraMisfit(LoraModule Module, TensorEntry Weights)
{
    /// <inheritdoc/>
    public override string ToString()
        => $"{Module.Down.Name} [{string.Join(", ", Module.Down.Shape)}] and [{string.Join(", ", Module.Up.Shape)}] for [{string.Join(", ", Weights.Shape)}]";
}
