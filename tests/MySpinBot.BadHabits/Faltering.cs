namespace MySpinBot.BadHabits;

/// <summary>Nodes that fail at first, or hold what others want.</summary>
public sealed class Faltering(PluginSettings settings)
{
    /// <summary>Fails so many times, then gives what it was given.</summary>
    [Node("FailAtFirst")]
    public string FailAtFirst(string text, long times = 1)
        => Try("tries") > times ? text : throw new NodeFailure($"'{text}' is not ready yet; try again.");

    /// <summary>Saves two files, and so many times fails between them.</summary>
    [Node("SaveAndFail", IsOutput = true, HasEffects = true, Lane = Lane.Io)]
    public async Task<string> SaveAndFail(string text, NodeContext context, long times = 1)
    {
        var attempt = Try("saves");
        await Write(context, $"{text} one, try {attempt}");
        if (attempt <= times)
        {
            throw new NodeFailure("The second file cannot be written yet.");
        }

        await Write(context, $"{text} two, try {attempt}");
        return text;
    }

    /// <summary>Fails on the device, of which there is one.</summary>
    [Node("FailOnDevice", Lane = Lane.Device)]
    public static string FailOnDevice(string text) => throw new NodeFailure($"The device does not take '{text}'.");

    /// <summary>Wants the device too.</summary>
    [Node("OnDevice", Lane = Lane.Device)]
    public static string OnDevice(string text) => text;

    /// <summary>Holds the device and its thread until there is a file of this name in the folder that the settings name. Does not listen.</summary>
    [Node("Dwell", Lane = Lane.Device)]
    public string Dwell(string text, [Input(Name = "for")] string sign = "go")
    {
        SpinWait.SpinUntil(() => File.Exists(Place(sign)));
        return text;
    }

    private int Try(string name)
    {
        var path = Place(name);
        File.AppendAllText(path, "x");
        return (int)new FileInfo(path).Length;
    }

    private string Place(string name) => Path.Join(settings.Values.GetProperty("folder").GetString(), name);

    private static async Task Write(NodeContext context, string text)
    {
        using var file = context.Outputs.Number("half", ".txt");
        await File.WriteAllTextAsync(file.TemporaryPath, text, context.Cancellation);
        await file.CompleteAsync("text/plain", context.Cancellation);
    }
}
