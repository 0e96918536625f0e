using System.Text;

namespace MySpinBot.Language.Tests;

/// <summary>A grammar with a token for each byte, to try texts on.</summary>
internal sealed class Bytewise(string grammar)
{
    private const int End = 256;

    private static readonly TokenBytes Tokens = new(End + 1, token => token < End ? new[] { (byte)token } : ReadOnlyMemory<byte>.Empty, token => token == End);

    private readonly Grammar _grammar = Grammar.Parse(grammar, _ => null);

    /// <summary>Whether it takes a text, from its first to its last byte.</summary>
    public bool Takes(string text)
    {
        var guide = new GrammarGuide(_grammar, Tokens, []);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (!guide.Allows(value))
            {
                return false;
            }

            guide.Accept(value);
        }

        return guide.Allows(End);
    }

    /// <summary>A text by chance; null where it became too long.</summary>
    public string? Write(Random chance, int most = 4000)
    {
        var guide = new GrammarGuide(_grammar, Tokens, []);
        List<byte> bytes = [];
        while (bytes.Count < most)
        {
            var may = Enumerable.Range(0, End + 1).Where(guide.Allows).ToArray();
            var token = may.Contains(End) && (may.Length == 1 || chance.Next(3) == 0) ? End : may.Where(each => each != End).ElementAt(chance.Next(may.Length - (may.Contains(End) ? 1 : 0)));
            if (token == End)
            {
                return Encoding.UTF8.GetString([.. bytes]);
            }

            bytes.Add((byte)token);
            guide.Accept(token);
        }

        return null;
    }
}
