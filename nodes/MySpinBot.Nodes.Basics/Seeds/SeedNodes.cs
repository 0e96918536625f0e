using System.ComponentModel.DataAnnotations;

namespace MySpinBot.Nodes.Basics.Seeds;

/// <summary>Seeds, and chance that repeats: the same seed gives the same on every machine.</summary>
public static class SeedNodes
{
    /// <summary>Gives a seed, which the editor can keep, count up or draw anew for each run.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>The seed.</returns>
    [Node("Seed", Category = "basics/seed", Search = "random, noise seed")]
    [return: Output(Name = "seed")]
    public static long Seed([Input(Seed = true)] long seed = 0) => seed;

    /// <summary>Makes several seeds of one. What follows runs once for each. The first ones are the same however many are made.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="count">How many.</param>
    /// <returns>The seeds.</returns>
    [Node("SeedList", Category = "basics/seed", Search = "variations, batch of seeds")]
    [return: Output(Name = "seeds")]
    public static IReadOnlyList<long> Several([Input(Seed = true)] long seed = 0, [Range(1, Limits.ListLength)] int count = 4)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (long)(random.Next() >> 1))];
    }

    /// <summary>Makes a seed of its own for something that has a name: a scene, a speaker.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="name">The name; another name gives another seed.</param>
    /// <returns>The seed of that name.</returns>
    [Node("SeedFor", Category = "basics/seed", Search = "derive, hash, scene seed")]
    [return: Output(Name = "seed")]
    public static long For([Input(Seed = true)] long seed = 0, string name = "")
    {
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name), hash);
        return (long)(new SeededRandom(seed ^ System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(hash)).Next() >> 1);
    }

    /// <summary>Draws a whole number, each as likely.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="min">Least number.</param>
    /// <param name="max">Greatest number; it can be drawn.</param>
    /// <returns>The number that was drawn.</returns>
    [Node("RandomInt", Category = "basics/seed", Search = "dice, chance, integer")]
    public static long WholeNumber([Input(Seed = true)] long seed = 0, long min = 0, long max = 100) => min <= max
        ? new SeededRandom(seed).NextBetween(min, max)
        : throw Failures.At("min", $"Input 'min' is {min} and 'max' {max}; they should change places.");

    /// <summary>Draws a number.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="min">Least number.</param>
    /// <param name="max">Where the range ends; it is not drawn.</param>
    /// <returns>The number that was drawn.</returns>
    [Node("RandomFloat", Category = "basics/seed", Search = "chance, number")]
    public static double Number([Input(Seed = true)] long seed = 0, double min = 0, double max = 1) => min <= max
        ? min + ((max - min) * new SeededRandom(seed).NextFraction())
        : throw Failures.At("min", $"Input 'min' is {ValueText.Of(min)} and 'max' {ValueText.Of(max)}; they should change places.");

    /// <summary>Draws one element of a list.</summary>
    /// <param name="items">The list.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>item: The element that was drawn; index: Its position, from 0.</returns>
    [Node("RandomChoice", Category = "basics/seed", Search = "pick, wildcard, random prompt")]
    public static (object Item, long Index) Choice([Input(SocketOnly = true)] IReadOnlyList<object> items, [Input(Seed = true)] long seed = 0)
    {
        if (items.Count == 0)
        {
            throw Failures.At("items", "Input 'items' is an empty list; there is nothing to choose from.");
        }

        var index = new SeededRandom(seed).NextBetween(0, items.Count - 1);
        return (items[(int)index], index);
    }

    /// <summary>Draws one line of a text.</summary>
    /// <param name="text">The lines; empty ones do not count.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The line that was drawn.</returns>
    [Node("RandomLine", Category = "basics/seed", Search = "wildcard, random prompt, pick")]
    public static string Line([Input(Multiline = true)] string text, [Input(Seed = true)] long seed = 0)
    {
        var lines = Text.SplittingNodes.Lines(text);
        return lines.Count > 0 ? lines[(int)new SeededRandom(seed).NextBetween(0, lines.Count - 1)] : throw Failures.At("text", "Input 'text' has no lines to choose from.");
    }

    /// <summary>Puts a list in random order, each order as likely.</summary>
    /// <param name="items">The list.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The list in its new order.</returns>
    [Node("ListShuffle", Category = "basics/seed", Search = "random order, mix, permutation")]
    [return: Output(Name = "items")]
    public static IReadOnlyList<object> Shuffle([Input(SocketOnly = true)] IReadOnlyList<object> items, [Input(Seed = true)] long seed = 0)
    {
        var (shuffled, random) = (items.ToArray(), new SeededRandom(seed));
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var other = (int)random.NextBetween(0, i);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled;
    }
}
