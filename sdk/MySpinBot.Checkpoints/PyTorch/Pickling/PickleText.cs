using System.Globalization;
using System.Numerics;
using System.Text;
using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.PyTorch.Pickling;

/// <summary>Texts of a pickle, and the numbers that protocol 0 writes as texts.</summary>
internal sealed class PickleText(ByteWindow input, Func<string, CheckpointException> fault)
{
    /// <summary>Bytes of the largest whole number that is read.</summary>
    public const int LongestNumber = 1024;

    private const int LongestLine = 64 << 10;
    private const int LongestText = 64 << 20;

    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>Up to the next line feed, without it.</summary>
    public string Line()
    {
        var line = new StringBuilder();
        while (input.Byte() is not (byte)'\n' and var letter)
        {
            if (line.Length == LongestLine)
            {
                throw fault($"has a line of more than {LongestLine} letters.");
            }

            line.Append((char)letter); // lines of protocol 0 are ASCII, or escaped
        }

        return line.ToString();
    }

    public string Utf8(ulong length)
    {
        var bytes = Bytes(length);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw fault("has a text that is no UTF-8.");
        }
    }

    public string Latin1(ulong length) => Encoding.Latin1.GetString(Bytes(length));

    public byte[] Bytes(ulong length) => length <= LongestText ? input.Take((long)length) : throw fault($"states a text of {length} bytes.");

    public string QuotedLine()
    {
        var line = Line();
        return line.Length >= 2 && line[0] is '\'' or '"' && line[^1] == line[0] ? line[1..^1] : throw fault("has a text without quotes.");
    }

    // Protocol 0 escapes the line feed, the backslash, and what is not Latin-1.
    public string UnicodeLine()
    {
        var line = Line();
        if (!line.Contains('\\', StringComparison.Ordinal))
        {
            return line;
        }

        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var digits = line[i] != '\\' || i + 1 == line.Length ? 0 : line[i + 1] switch { 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0 && i + 2 + digits <= line.Length && uint.TryParse(line.AsSpan(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                && (digits == 4 || Rune.IsValid(code)))
            {
                _ = digits == 4 ? text.Append((char)code) : text.Append(new Rune(code).ToString());
                i += 1 + digits;
            }
            else
            {
                text.Append(line[i]);
            }
        }

        return text.ToString();
    }

    public object WholeLine(bool truths)
    {
        var line = Line();
        return truths && line == "01" ? true
            : truths && line == "00" ? false
            : line.Length <= LongestNumber && BigInteger.TryParse(line.EndsWith('L') ? line[..^1] : line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Small(number)
            : throw fault("has a whole number that is none.");
    }

    public double FloatLine() => double.TryParse(Line(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw fault("has a number that is none.");

    public long Index() => long.TryParse(Line(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw fault("has a place in its memory that is none.");

    /// <summary>The number as <see cref="long"/> where it is one.</summary>
    public static object Small(BigInteger number) => number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number;
}
