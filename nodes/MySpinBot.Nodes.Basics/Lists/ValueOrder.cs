using System.Text.Json;
using MySpinBot.Nodes.Basics.Primitives;

namespace MySpinBot.Nodes.Basics.Lists;

/// <summary>When two values are the same, and which comes first: the same on every machine and in every language.</summary>
internal sealed class ValueOrder : IEqualityComparer<object?>
{
    public static ValueOrder Equality { get; } = new();

    public static bool Same(object? a, object? b) => (ConversionNodes.Plain(a), ConversionNodes.Plain(b)) switch
    {
        (long x, double y) => x == y,
        (double x, long y) => x == y,
        (JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y),
        var (x, y) => Equals(x, y),
    };

    /// <exception cref="NodeFailure">The values have no order between them.</exception>
    public static int Compare(object? a, object? b, string input) => (ConversionNodes.Plain(a), ConversionNodes.Plain(b)) switch
    {
        (long x, long y) => x.CompareTo(y),
        (long x, double y) => ((double)x).CompareTo(y),
        (double x, long y) => x.CompareTo((double)y),
        (double x, double y) => x.CompareTo(y),
        (string x, string y) => Texts(x, y),
        (bool x, bool y) => x.CompareTo(y),
        _ => throw Failures.At(input, $"'{Shown(a)}' and '{Shown(b)}' have no order between them; numbers, texts and booleans do, each among themselves."),
    };

    bool IEqualityComparer<object?>.Equals(object? x, object? y) => Same(x, y);

    public int GetHashCode(object? obj) => ConversionNodes.Plain(obj) switch
    {
        null => 0,
        long whole => ((double)whole).GetHashCode(),
        JsonElement json => (int)json.ValueKind,
        var plain => plain.GetHashCode(),
    };

    /// <summary>By code points: UTF-16 order would put emoji before some Chinese compatibility characters.</summary>
    private static int Texts(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        var (x, y) = (a[same], b[same]);
        return char.IsSurrogate(x) == char.IsSurrogate(y) ? x.CompareTo(y) : char.IsSurrogate(x) ? 1 : -1;
    }

    private static string Shown(object? value)
    {
        var text = ValueText.Of(value);
        return text.Length > 60 ? string.Concat(text.AsSpan(0, 60), "…") : text;
    }
}
