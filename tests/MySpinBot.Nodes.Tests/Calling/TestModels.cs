using MySpinBot.Inference.Tests;

namespace MySpinBot.Nodes.Tests;

/// <summary>The folder of small real weights that MYSPINBOT_MODELS names. Without it a test is skipped, in CI it fails.</summary>
internal static class TestModels
{
    /// <summary>The folder.</summary>
    public static string Folder() => Path.GetDirectoryName(Path.GetDirectoryName(RealModels.File("upscale_models/realesr-animevideov3.pth")))!;

    /// <summary>Its folders by kind; none where it is absent.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Folders()
        => Environment.GetEnvironmentVariable("MYSPINBOT_MODELS") is { Length: > 0 } root && Directory.Exists(root)
            ? Directory.GetDirectories(root).ToDictionary(folder => Path.GetFileName(folder), folder => (IReadOnlyList<string>)[folder])
            : new Dictionary<string, IReadOnlyList<string>>();
}
