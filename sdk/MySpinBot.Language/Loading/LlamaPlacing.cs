using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Chooses where a model computes and how many of its layers go there: as many as fit what the ledger allows the device, the others stay on the processor.</summary>
internal static class LlamaPlacing
{
    /// <summary>Chooses.</summary>
    /// <param name="file">The model.</param>
    /// <param name="weights">The same by content.</param>
    /// <param name="options">What is asked for, with the context resolved.</param>
    /// <param name="ledgers">What there is.</param>
    /// <exception cref="NodeFailure">What was asked for is not there.</exception>
    public static LlamaPlacement Choose(GgufModelFile file, WeightFile weights, LlamaOptions options, IReadOnlyList<DeviceLedger> ledgers)
    {
        var device = DeviceOf(options.Device, ledgers, LlamaDevice.Accelerators);
        if (device.Pointer == 0)
        {
            return LlamaPlacement.OnProcessor;
        }

        var all = file.Layers + 1;
        var budget = ledgers.First(ledger => ledger.Device == device.Id).Budget;
        var layers = options.DeviceLayers is { } asked ? Math.Min(asked, all) : MostThatFits(all, layers => Fits(new LlamaPlacement(device, layers)));

        // With none of its layers there a device would still be given operations, and memory for them.
        return layers == 0 ? LlamaPlacement.OnProcessor : new LlamaPlacement(device, layers);

        bool Fits(LlamaPlacement placement)
            => WeightsOnDevice(file, placement) <= budget
            && WeightsOnDevice(file, placement) + LlamaMeasure.Of(LlamaKey.Of(file, weights, options, placement), file, options, placement).Context(LlamaPlan.NeedOf(file, options)).OnDevice <= budget;
    }

    /// <summary>Bytes of the weights that lie on the device: its layers, the last ones, and with the one after them the output. What looks tokens up stays with the processor.</summary>
    public static long WeightsOnDevice(GgufModelFile file, LlamaPlacement placement)
    {
        if (placement.Device.Pointer == 0)
        {
            return file.Bytes;
        }

        var first = file.Layers + 1 - placement.Layers;
        var hasOutput = file.Tensors.Any(tensor => tensor.Name == "output.weight");
        return file.Tensors.Where(tensor => LayerOf(tensor.Name) is { } layer ? layer >= first
            : placement.Layers > 0 && (tensor.Name.StartsWith("output", StringComparison.Ordinal) || (!hasOutput && tensor.Name == "token_embd.weight"))).Sum(tensor => tensor.Bytes ?? 0);
    }

    /// <summary>The device to compute on.</summary>
    /// <param name="asked">The one that was asked for; null for the first that the ledger lists and the library has, else the processor.</param>
    /// <param name="ledgers">What there is.</param>
    /// <param name="accelerators">What the library has; asked only where the ledger lists more than the processor.</param>
    internal static LlamaDevice DeviceOf(string? asked, IReadOnlyList<DeviceLedger> ledgers, Func<IReadOnlyList<LlamaDevice>> accelerators)
    {
        if (asked == DeviceId.Cpu.Name || (asked is null && ledgers.All(ledger => ledger.Device == DeviceId.Cpu)))
        {
            return LlamaDevice.Cpu;
        }

        var there = accelerators();
        var found = there.FirstOrDefault(device => (asked is null || device.Id.Name == asked) && ledgers.Any(ledger => ledger.Device == device.Id));
        return found ?? (asked is null ? LlamaDevice.Cpu : throw new NodeFailure(
            ledgers.All(ledger => ledger.Device.Name != asked) ? $"{asked} was asked for, but the ledger lists {string.Join(", ", ledgers.Select(each => each.Device.Name))} only; `myspinbot doctor` says what was found."
            : $"{asked} was asked for and is there, but this build of llama.cpp has no backend for it{(there.Count > 0 ? $" (it has {string.Join(", ", there.Select(device => device.Id.Name))})" : "")}; docs/LANGUAGE-MODELS.md says how to get one.") { Input = nameof(LlamaOptions.Device) });
    }

    /// <summary>The greatest number of layers that fit, where fewer fit whenever more do; none where not even one does.</summary>
    internal static int MostThatFits(int all, Func<int, bool> fits)
    {
        if (fits(all))
        {
            return all;
        }

        var (fit, not) = (0, all);
        while (not - fit > 1)
        {
            var middle = (fit + not) / 2;
            (fit, not) = fits(middle) ? (middle, not) : (fit, middle);
        }

        return fit;
    }

    private static int? LayerOf(string tensor)
        => tensor.StartsWith("blk.", StringComparison.Ordinal) && tensor.IndexOf('.', 4) is > 4 and var dot && int.TryParse(tensor.AsSpan(4, dot - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? layer : null;
}
