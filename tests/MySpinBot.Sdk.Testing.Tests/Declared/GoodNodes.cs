using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;

namespace MySpinBot.Sdk.Testing.Tests.Declared;

/// <summary>How bright.</summary>
public enum Brightness
{
    /// <summary>Little.</summary>
    Dark,

    /// <summary>Much.</summary>
    VeryBright,
}

/// <summary>A service that counts.</summary>
[PluginService]
public sealed class Counter
{
    /// <summary>How often it was asked.</summary>
    public int Count { get; set; }
}

/// <summary>Nodes that do what every node must.</summary>
public static class GoodNodes
{
    /// <summary>Repeats a text.</summary>
    /// <param name="text">What to repeat.</param>
    /// <param name="maxTimes">How often.</param>
    /// <param name="how">How it looks.</param>
    /// <param name="context">Where it says what it does.</param>
    /// <returns>The text, several times over.</returns>
    [Node("RepeatText", Category = "test")]
    public static string Repeat(string text, [Range(0, 100)] int maxTimes = 2, Brightness how = Brightness.Dark, NodeContext context = null!)
    {
        for (var i = 0; i < maxTimes; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Progress(i + 1, maxTimes, "times");
            context.Write(text);
        }

        context.Log.Info($"repeated, {how}");
        context.Show("text", JsonSerializer.SerializeToElement(text));
        return string.Concat(Enumerable.Repeat(text, maxTimes));
    }

    /// <summary>Takes one of two texts.</summary>
    /// <param name="first">Whether to take the first.</param>
    /// <param name="one">The first.</param>
    /// <param name="other">The second.</param>
    /// <returns>The one that was wanted.</returns>
    [Node("ChooseText", Category = "test", Ask = nameof(AskChoose))]
    public static string Choose(bool first, [Lazy] string? one, [Lazy] string? other) => (first ? one : other) ?? "";

    /// <summary>Which one it wants.</summary>
    public static IEnumerable<string> AskChoose(bool first) => [first ? "one" : "other"];

    /// <summary>Saves a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="context">Where to save.</param>
    /// <param name="cancellation">Ends it.</param>
    [Node("KeepText", Category = "test", Lane = Lane.Io, IsOutput = true, HasEffects = true)]
    public static async Task KeepAsync(string text, NodeContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var file = context.Outputs.Number("kept", ".txt");
        await File.WriteAllTextAsync(file.TemporaryPath, text, Encoding.UTF8, cancellation);
        await file.CompleteAsync("text/plain", cancellation);
    }

    /// <summary>Reads the length of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="factors">Numbers that it is multiplied by.</param>
    /// <returns>Its length in bytes, multiplied.</returns>
    [Node("FileLength", Category = "test", Validate = nameof(LengthFaults))]
    public static long Length(FileReference file, IReadOnlyList<long> factors) => factors.Aggregate(file.Length, (product, factor) => unchecked(product * factor));

    /// <summary>What is wrong with it.</summary>
    public static IEnumerable<InputFault> LengthFaults(IReadOnlyList<long> factors)
        => factors.Contains(13) ? [new InputFault("factors", "Thirteen is not taken; choose another number.")] : [];
}

/// <summary>Nodes with a service.</summary>
public sealed class CountingNodes(Counter counter)
{
    /// <summary>Counts its calls.</summary>
    /// <returns>How many there were.</returns>
    [Node("CountCalls", Category = "test", Repeatability = Repeatability.Volatile)]
    public long Count() => ++counter.Count;
}
