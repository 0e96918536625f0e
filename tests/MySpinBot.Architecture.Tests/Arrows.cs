namespace MySpinBot.Architecture.Tests;

/// <summary>Which project may know which. Any other arrow is a mistake.</summary>
internal static class Arrows
{
    // What the engine never calls and ships all the same: plugins find the closure of sdk/ at the host.
    private static readonly string[] Shipped = ["MySpinBot.Diffusion", "MySpinBot.Inference", "MySpinBot.Films", "MySpinBot.Language"];

    private static readonly Dictionary<string, string[]> Drawn = new()
    {
        ["MySpinBot.Sdk"] = [],
        ["MySpinBot.Sdk.Generators"] = [],
        ["MySpinBot.Checkpoints"] = ["MySpinBot.Sdk"],
        ["MySpinBot.Imaging"] = ["MySpinBot.Sdk"],
        ["MySpinBot.OnnxRuntime"] = [],
        ["MySpinBot.Inference"] = ["MySpinBot.Checkpoints", "MySpinBot.OnnxRuntime"],
        ["MySpinBot.Films"] = ["MySpinBot.Imaging"],
        ["MySpinBot.Diffusion"] = ["MySpinBot.Inference", "MySpinBot.Imaging"],
        ["MySpinBot.Language"] = ["MySpinBot.Checkpoints"],
        ["MySpinBot.Sdk.Testing"] = ["MySpinBot.Runtime", .. Shipped],
        ["MySpinBot.Templates"] = [],
        ["MySpinBot.Client"] = [],
        ["MySpinBot.Client.Generation"] = [],
        ["MySpinBot.Core"] = ["MySpinBot.Sdk"],
        ["MySpinBot.Runtime"] = ["MySpinBot.Core", "MySpinBot.Checkpoints", "MySpinBot.Imaging"],
        ["MySpinBot.Storage"] = ["MySpinBot.Core"],
        ["MySpinBot.Server"] = ["MySpinBot.Core", "MySpinBot.Storage", "MySpinBot.Checkpoints", "MySpinBot.Imaging"],
        ["MySpinBot.Cli"] = ["MySpinBot.Server", "MySpinBot.Runtime", .. Shipped],
    };

    /// <summary>What plugins may reference.</summary>
    public static readonly string[] ForNodes = ["MySpinBot.Sdk", "MySpinBot.Checkpoints", "MySpinBot.Imaging", "MySpinBot.Inference", "MySpinBot.Films", "MySpinBot.Diffusion", "MySpinBot.Language"];

    /// <summary>What a project may reference itself.</summary>
    public static IReadOnlyCollection<string> From(Project project)
        => project.Quarter == "nodes" ? ForNodes : Drawn.TryGetValue(project.Name, out var to) ? to : throw new KeyNotFoundException($"{project.Name} is not drawn: say in {nameof(Arrows)} what it may know.");

    /// <summary>What may be in its assembly: the types of what it references may bring in what those reference.</summary>
    public static IReadOnlyCollection<string> Reach(Project project)
    {
        var (reached, open) = (new HashSet<string>(), new Stack<string>(From(project)));
        while (open.TryPop(out var name))
        {
            if (reached.Add(name) && Drawn.TryGetValue(name, out var further))
            {
                Array.ForEach(further, open.Push);
            }
        }

        return reached;
    }
}
