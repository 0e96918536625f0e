using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>Bytes as letters that one can see: those that print stand for themselves, the others for letters from U+0100 on (bytes_to_unicode of GPT-2).</summary>
internal static class ByteSymbols
{
    private static readonly char[] OfByte = new char[256];

    static ByteSymbols()
    {
        var inOrder = ImmutableArray.CreateBuilder<char>(256);
        var further = (char)256;
        for (var value = 0; value < 256; value++)
        {
            if (Prints(value))
            {
                OfByte[value] = (char)value;
                inOrder.Add((char)value);
            }
        }

        for (var value = 0; value < 256; value++)
        {
            if (!Prints(value))
            {
                OfByte[value] = further;
                inOrder.Add(further++);
            }
        }

        InOrder = inOrder.MoveToImmutable();
    }

    /// <summary>All of them, in the order in which they are numbered: those that print come first.</summary>
    public static ImmutableArray<char> InOrder { get; }

    /// <summary>The letter of a byte.</summary>
    public static char Of(byte value) => OfByte[value];

    private static bool Prints(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
}
