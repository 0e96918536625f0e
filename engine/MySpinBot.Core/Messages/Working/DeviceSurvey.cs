namespace MySpinBot.Core.Messages.Working;

/// <summary>What a machine has to work with.</summary>
/// <param name="Host">Its processors and memory.</param>
/// <param name="Accelerators">Its graphics processors.</param>
/// <param name="Providers">What can run models here.</param>
/// <param name="Encoders">What encodes films in hardware.</param>
/// <param name="Notes">What was looked for and not found, or did not answer, in sentences.</param>
public sealed record DeviceSurvey(HostFacts Host, IReadOnlyList<AcceleratorFacts> Accelerators, IReadOnlyList<ProviderFacts> Providers, IReadOnlyList<EncoderFacts> Encoders, IReadOnlyList<string> Notes);

/// <summary>Processors and memory.</summary>
/// <param name="Processor">What it is called.</param>
/// <param name="Cores">How many calls can run at once.</param>
/// <param name="Instructions">Instructions that matter for models: <c>avx2</c>, <c>avx512f</c>, ….</param>
/// <param name="MemoryBytes">Memory in all: the machine's, or the bound of its container.</param>
/// <param name="AvailableBytes">What could be used now.</param>
/// <param name="BudgetBytes">What the engine allows itself.</param>
public sealed record HostFacts(string Processor, int Cores, IReadOnlyList<string> Instructions, long MemoryBytes, long AvailableBytes, long BudgetBytes);

/// <summary>A graphics processor.</summary>
/// <param name="Device">What the ledger calls it: <c>cuda:0</c>; of others, their card: <c>card1</c>.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Vendor"><c>nvidia</c>, <c>amd</c>, <c>intel</c> or a number.</param>
/// <param name="FoundBy">Who said so: <c>nvml</c>, <c>cuda</c>, <c>nvidia-smi</c> or <c>drm</c>.</param>
public sealed record AcceleratorFacts(string Device, string Name, string Vendor, string FoundBy)
{
    /// <summary>Its memory.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>What nobody uses of it.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>The version of its driver, or the driver's name.</summary>
    public string? Driver { get; init; }

    /// <summary>What it can compute, as its maker numbers it: <c>9.0</c>.</summary>
    public string? Compute { get; init; }

    /// <summary>Where it is plugged in: <c>0000:01:00.0</c>.</summary>
    public string? Bus { get; init; }
}

/// <summary>Something that runs models.</summary>
/// <param name="Name"><c>cpu</c>, <c>cuda</c>, <c>rocm</c>, <c>vulkan</c>.</param>
/// <param name="IsThere">Whether the system has what it needs.</param>
/// <param name="Sentence">Why, or why not.</param>
public sealed record ProviderFacts(string Name, bool IsThere, string Sentence);

/// <summary>Something that encodes films.</summary>
/// <param name="Name">ffmpeg's name: <c>h264_nvenc</c>.</param>
/// <param name="Works">Whether a try has worked.</param>
/// <param name="Sentence">Why, or why not.</param>
public sealed record EncoderFacts(string Name, bool Works, string Sentence);
