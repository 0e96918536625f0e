namespace MySpinBot.Language;

/// <summary>Where a text stands in a grammar: a set of the machine, and the character whose bytes have begun to come.</summary>
/// <param name="Set">The machine's set; <see cref="GrammarMachine.Nowhere"/> for a text that the grammar does not give.</param>
/// <param name="Begun">The bits of the character so far.</param>
/// <param name="Missing">How many of its bytes are missing; 0 for none.</param>
/// <param name="Least">The first character that is written with as many bytes.</param>
internal readonly record struct GrammarPlace(int Set, int Begun = 0, int Missing = 0, int Least = 0)
{
    private const int LastCharacter = 0x10FFFF;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;

    /// <summary>Whether the grammar gives no text that goes on from here.</summary>
    public bool IsNowhere => Set < 0;

    /// <summary>The place after a byte. Bytes that are no UTF-8 (The Unicode Standard, table 3-7) lead nowhere, and so do those that no character of the grammar goes on with.</summary>
    public GrammarPlace After(byte value, GrammarMachine machine, CharacterClasses classes)
    {
        if (Missing > 0)
        {
            return (value & 0xC0) == 0x80 ? Step((Begun << 6) | (value & 0x3F), Missing - 1, Least, machine, classes) : new(GrammarMachine.Nowhere);
        }

        return value switch
        {
            < 0x80 => new(machine.Next(Set, classes.OfAscii(value))),
            >= 0xC2 and < 0xE0 => Step(value & 0x1F, 1, 0x80, machine, classes),
            >= 0xE0 and < 0xF0 => Step(value & 0x0F, 2, 0x800, machine, classes),
            >= 0xF0 and < 0xF5 => Step(value & 0x07, 3, 0x10000, machine, classes),
            _ => new(GrammarMachine.Nowhere),
        };
    }

    private GrammarPlace Step(int bits, int missing, int least, GrammarMachine machine, CharacterClasses classes)
    {
        if (missing == 0)
        {
            return new(machine.Next(Set, classes.Of(bits)));
        }

        // The characters that it may still become.
        var (first, last) = (Math.Max(bits << (6 * missing), least), Math.Min(((bits + 1) << (6 * missing)) - 1, LastCharacter));
        if (last is >= FirstSurrogate and <= LastSurrogate)
        {
            last = FirstSurrogate - 1;
        }

        return first <= last && machine.MayComeFrom(Set, first, last) ? new(Set, bits, missing, least) : new(GrammarMachine.Nowhere);
    }
}
