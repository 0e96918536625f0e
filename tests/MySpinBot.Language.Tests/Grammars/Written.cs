using System.Text;

namespace MySpinBot.Language.Tests.Grammars;

/// <summary>Texts that are matched with a grammar, byte by byte.</summary>
internal static class Written
{
    /// <summary>Whether a grammar gives a text.</summary>
    public static bool Gives(string grammar, string text) => Reads(grammar, Encoding.UTF8.GetBytes(text)) is { } place && place.Machine.MayEnd(place.Set);

    /// <summary>Whether a grammar gives a text that begins so.</summary>
    public static bool Begins(string grammar, params ReadOnlySpan<byte> bytes) => Reads(grammar, bytes) is not null;

    private static (GrammarMachine Machine, int Set)? Reads(string text, ReadOnlySpan<byte> bytes)
    {
        var grammar = Grammar.Parse(text, _ => null);
        var machine = new GrammarMachine(grammar);
        var place = new GrammarPlace(machine.Begin());
        foreach (var value in bytes)
        {
            place = place.After(value, machine, grammar.Classes);
            if (place.IsNowhere)
            {
                return null;
            }
        }

        return (machine, place.Missing == 0 ? place.Set : GrammarMachine.Nowhere);
    }
}
