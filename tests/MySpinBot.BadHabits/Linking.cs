using System.Text.Json;

namespace MySpinBot.BadHabits;

/// <summary>Nodes that take what is not an ordinary value.</summary>
public static class Linking
{
    /// <summary>Takes the link, not the value.</summary>
    [Node("LookAtLink")]
    public static string LookAtLink(RawLink link) => $"{link.NodeId} {link.Output}";

    /// <summary>Takes whatever is linked.</summary>
    [Node("Gather")]
    public static string Gather(ExtraInputs extra) => string.Join(", ", extra.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"));

    /// <summary>Knows its own id.</summary>
    [Node("WhoAmI")]
    public static string WhoAmI([Hidden(HiddenValue.NodeId)] string id) => id;

    /// <summary>Knows the whole graph.</summary>
    [Node("Around")]
    public static string Around(string text, [Hidden(HiddenValue.Document)] JsonElement? document = null, [Hidden(HiddenValue.Prompt)] JsonElement? prompt = null)
        => $"{text} {document?.ValueKind} {prompt?.ValueKind}";

    /// <summary>Knows what is to be embedded.</summary>
    [Node("Embedded")]
    public static string Embedded(string text, [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extra = null)
        => $"{text}: {(extra is { } given ? string.Join(", ", given.EnumerateObject().Select(one => $"{one.Name} {one.Value.ValueKind}")) : "nothing")}";

    /// <summary>Uses a secret, and does not tell.</summary>
    [Node("SignIn")]
    public static string SignIn(Secret password, NodeContext context)
    {
        context.Log.Info($"signs in with {password}");
        return $"signed in with {password.Reveal().Length} letters";
    }

    /// <summary>Two outputs of a tuple.</summary>
    [Node("Split")]
    public static (string Head, string Tail) Split(string text) => (text[..1], text[1..]);

    /// <summary>What a record's properties say.</summary>
    [Node("Count")]
    public static Counts Count(string text) => new(text.Length, text.Split(' ').Length);
}

/// <summary>Two numbers.</summary>
/// <param name="LetterCount">Letters.</param>
/// <param name="WordCount">Words.</param>
public sealed record Counts(long LetterCount, long WordCount);
