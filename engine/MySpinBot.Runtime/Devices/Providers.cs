using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Devices;

/// <summary>What could run models here: whether the system has what a plugin needs for it. Whether a plugin brings its own part is the plugin's.</summary>
internal static class Providers
{
    public static IReadOnlyList<ProviderFacts> Of(IReadOnlyList<AcceleratorFacts> all) => [Cpu(), Cuda([.. all.Where(device => device.Vendor == "nvidia" && device.FoundBy != "drm")]), Rocm(), Vulkan(all.Count > 0)];

    private static ProviderFacts Cpu() => new("cpu", true, "Always there.");

    private static ProviderFacts Cuda(List<AcceleratorFacts> nvidia)
        => nvidia.Count == 0 ? new ProviderFacts("cuda", false, "No NVIDIA device with a driver was found.")
            : NativeCalls.TryOpen(out _, "libcuda.so.1", "nvcuda.dll") ? new ProviderFacts("cuda", true, $"NVIDIA's driver{(nvidia[0].Driver is { } driver ? $" {driver}" : "")} is there.")
            : new ProviderFacts("cuda", false, "There is an NVIDIA device, but libcuda cannot be loaded: install the driver's compute libraries, or give the container NVIDIA_DRIVER_CAPABILITIES=compute,utility,video.");

    private static ProviderFacts Rocm()
        => !File.Exists("/dev/kfd") ? new ProviderFacts("rocm", false, "AMD's compute driver (/dev/kfd) is not there.")
            : NativeCalls.TryOpen(out _, "libamdhip64.so", "libamdhip64.so.6", "libamdhip64.so.7") ? new ProviderFacts("rocm", true, "AMD's driver and HIP are there.")
            : new ProviderFacts("rocm", false, "AMD's driver is there, but HIP (libamdhip64) is not: install ROCm.");

    private static ProviderFacts Vulkan(bool hasDevice)
        => !hasDevice ? new ProviderFacts("vulkan", false, "No graphics processor was found.")
            : NativeCalls.TryOpen(out _, "libvulkan.so.1", "vulkan-1.dll") ? new ProviderFacts("vulkan", true, "The Vulkan loader is there.")
            : new ProviderFacts("vulkan", false, "The Vulkan loader (libvulkan.so.1) is not installed.");
}
