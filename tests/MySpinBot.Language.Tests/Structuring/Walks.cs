using System.Text;

namespace MySpinBot.Language.Tests.Structuring;

/// <summary>Texts of a grammar by chance.</summary>
internal static class Walks
{
    /// <summary>A text that begins by chance and, once it has some length, goes the shortest way to its end.</summary>
    public static string Walk(this Gbnf grammar, Random chance, int patience)
    {
        var text = new StringBuilder();
        var places = grammar.Start();
        while (true)
        {
            var ways = places.OfType<Gbnf.Place>().ToList();
            if (places.Contains(null) && (ways.Count == 0 || text.Length > patience || chance.Next(4) == 0))
            {
                return text.ToString();
            }

            var hurries = text.Length > patience;
            var way = hurries ? ways.MinBy(place => place.Left)! : ways[chance.Next(ways.Count)];
            var ranges = ((Gbnf.Character)way.Part).Ranges;
            var (first, last) = ranges[chance.Next(ranges.Count)];
            var character = Character(chance, first, last);
            text.Append(char.ConvertFromUtf32(character));
            places = grammar.After(hurries ? [way] : places, character);
        }
    }

    private static int Character(Random chance, int first, int last)
    {
        var character = chance.Next(3) == 0 ? chance.Next(first, last + 1) : first + chance.Next(Math.Min(last - first + 1, 90));
        return character is >= 0xD800 and <= 0xDFFF ? first : character;
    }
}
