using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Whether a video is encoded by a chip made for it.</summary>
public enum HardwareUse
{
    /// <summary>NVENC where there is one that works, otherwise the processor.</summary>
    [Choice("auto")]
    Auto,

    /// <summary>The processor.</summary>
    [Choice("off")]
    Off,

    /// <summary>NVENC; where it does not work, the processor, with a warning.</summary>
    [Choice("nvenc")]
    Nvenc,
}
