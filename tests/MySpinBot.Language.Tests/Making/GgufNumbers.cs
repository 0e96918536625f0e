using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MySpinBot.Language.Tests.Making;

/// <summary>What a tensor's numbers are kept as: ggml's type, in blocks of some numbers of some bytes.</summary>
internal sealed record GgufNumbers(string Name, int Type, int Block, int Bytes)
{
    public static readonly GgufNumbers F32 = new("F32", 0, 1, 4);
    public static readonly GgufNumbers F16 = new("F16", 1, 1, 2);
    public static readonly GgufNumbers Q4 = new("Q4_0", 2, 32, 18);
    public static readonly GgufNumbers Q8 = new("Q8_0", 8, 32, 34);

    /// <summary>Bytes of a row.</summary>
    public int BytesOf(int numbers) => numbers % Block == 0 ? numbers / Block * Bytes : throw new ArgumentException($"A row of {numbers} is none of {Name}, which packs {Block} at a time.");

    public void Pack(ReadOnlySpan<float> numbers, Span<byte> packed)
    {
        switch (Type)
        {
            case 0:
                MemoryMarshal.AsBytes(numbers).CopyTo(packed);
                break;
            case 1:
                for (var i = 0; i < numbers.Length; i++)
                {
                    BinaryPrimitives.WriteHalfLittleEndian(packed[(2 * i)..], (Half)numbers[i]);
                }

                break;
            default:
                for (var i = 0; i < numbers.Length / Block; i++)
                {
                    PackBlock(numbers.Slice(i * Block, Block), packed.Slice(i * Bytes, Bytes));
                }

                break;
        }
    }

    private void PackBlock(ReadOnlySpan<float> numbers, Span<byte> packed)
    {
        var furthest = 0f;
        foreach (var number in numbers)
        {
            furthest = MathF.Abs(number) > MathF.Abs(furthest) ? number : furthest;
        }

        var step = Type == 8 ? MathF.Abs(furthest) / 127 : furthest / -8;
        var inverse = step == 0 ? 0 : 1 / step;
        BinaryPrimitives.WriteHalfLittleEndian(packed, (Half)step);
        for (var i = 0; i < (Type == 8 ? 32 : 16); i++)
        {
            packed[2 + i] = Type == 8
                ? (byte)(sbyte)MathF.Round(numbers[i] * inverse)
                : (byte)(Nibble(numbers[i] * inverse) | (Nibble(numbers[i + 16] * inverse) << 4));
        }
    }

    private static int Nibble(float steps) => Math.Clamp((int)(steps + 8.5f), 0, 15);
}
