namespace MySpinBot.BadHabits;

/// <summary>Nodes that touch files and the console.</summary>
public static class Saving
{
    /// <summary>Saves under the next number.</summary>
    [Node("Save", IsOutput = true, HasEffects = true, Lane = Lane.Io)]
    public static Task<string> Save(string text, NodeContext context, string prefix = "story") => Write(context.Outputs.Number(prefix, ".txt"), text, context);

    /// <summary>Saves under exactly this name.</summary>
    [Node("SaveExactly", IsOutput = true, HasEffects = true, Lane = Lane.Io)]
    public static Task<string> SaveExactly(string text, NodeContext context, string name = "story.txt") => Write(context.Outputs.Exactly(name), text, context);

    /// <summary>Reads a file.</summary>
    [Node("ReadFile", Lane = Lane.Io)]
    public static async Task<string> ReadFile([FileFrom("input")] FileReference file, CancellationToken cancellation) => await File.ReadAllTextAsync(file.Path, cancellation);

    /// <summary>Writes where it should not.</summary>
    [Node("Chatter")]
    public static string Chatter(string text)
    {
        Console.WriteLine($"chatter about {text}");
        return text;
    }

    /// <summary>Tells how far it is.</summary>
    [Node("Report")]
    public static string Report(string text, NodeContext context)
    {
        context.Progress(1, 2, "halves");
        context.Progress(2, 2, "halves");
        context.Log.Warn("nearly done");
        return text;
    }

    /// <summary>Says its text word by word while it works, and again as its result.</summary>
    [Node("Recite")]
    public static async Task<string> Recite(string text, NodeContext context, int times = 200)
    {
        for (var time = 0; time < times; time++)
        {
            context.Write($"{text} ");
            if (time % 50 == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), context.Time, context.Cancellation);
            }
        }

        return text;
    }

    private static async Task<string> Write(OutputFile reserved, string text, NodeContext context)
    {
        using var file = reserved;
        await File.WriteAllTextAsync(file.TemporaryPath, text, context.Cancellation);
        return (await file.CompleteAsync("text/plain", context.Cancellation)).Name;
    }
}
