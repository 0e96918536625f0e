using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The native library that language models are computed with.</summary>
public static unsafe class LanguageLibrary
{
    /// <summary>Version of llama.cpp in this process. It is loaded for that where it was not yet.</summary>
    /// <exception cref="NodeFailure">It is nowhere, or cannot be loaded.</exception>
    public static string Version
    {
        get
        {
            LlamaLibrary.EnsureLoaded();
            return LlamaNative.TextOf(LlamaNative.Version()) ?? "";
        }
    }

    /// <summary>The accelerators that its build computes on, as ledgers name them, with what they are called; none for a build for the processor alone, and where no driver answers.</summary>
    /// <exception cref="NodeFailure">It is nowhere, or cannot be loaded.</exception>
    public static IReadOnlyList<LanguageDevice> Accelerators
        => [.. LlamaDevice.Accelerators().Select(device => new LanguageDevice(device.Id, device.Title, device.Memory.Total))];

    /// <summary>Cores that models compute on where nobody else uses them.</summary>
    public static int Cores => FreeProcessors.OfMachine.Most;
}

/// <summary>An accelerator that language models can compute on.</summary>
/// <param name="Id">As ledgers name it: <c>cuda:0</c>, <c>vulkan:0</c>.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Bytes">Its memory, as its driver says.</param>
public sealed record LanguageDevice(DeviceId Id, string Title, long Bytes);
