namespace MySpinBot.BadHabits;

/// <summary>Nodes that say how they work.</summary>
public sealed class Noting(PluginSettings settings)
{
    /// <summary>Works with what stands in the file <c>provider</c> of the folder that the plugin's settings name, else with the cpu, and says so.</summary>
    [Node("Noted", Repeatability = Repeatability.SameMachine)]
    public string Noted(string text, NodeContext context, [Input(Seed = true)] long seed = 7)
    {
        var sign = Path.Join(settings.Values.GetProperty("folder").GetString(), "provider");
        context.Note("provider", File.Exists(sign) ? File.ReadAllText(sign) : "cpu");
        return $"{text} {seed}";
    }

    /// <summary>Uses a tool of the host without running it.</summary>
    [Node("Tooled")]
    public static string Tooled(string text, NodeContext context) => text + Path.GetFileName(context.Tools.Executable("ffmpeg"));
}
