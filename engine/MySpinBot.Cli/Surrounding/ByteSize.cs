using System.Globalization;

namespace MySpinBot.Cli.Surrounding;

/// <summary>Amounts of bytes as people write them: <c>500000</c>, <c>512MB</c>, <c>1.5 GiB</c>. A unit's letter means powers of 1024, with or without the i.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    public static bool TryParse(string? text, out long bytes)
    {
        bytes = 0;
        var trimmed = (text ?? "").Trim();
        var digits = trimmed.Length;
        while (digits > 0 && !char.IsAsciiDigit(trimmed[digits - 1]))
        {
            digits--;
        }

        var unit = trimmed[digits..].Trim().ToUpperInvariant().Replace("I", "", StringComparison.Ordinal);
        var power = unit switch { "" or "B" => 0, "K" or "KB" => 1, "M" or "MB" => 2, "G" or "GB" => 3, "T" or "TB" => 4, _ => -1 };
        if (power < 0 || !decimal.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        for (; power > 0 && number <= long.MaxValue / 1024; power--)
        {
            number *= 1024;
        }

        bytes = power > 0 || number > long.MaxValue ? 0 : (long)number;
        return bytes > 0;
    }

    public static string Write(long bytes)
    {
        double number = bytes;
        var unit = 0;
        for (; number >= 1024 && unit < Units.Length - 1; unit++)
        {
            number /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(number, unit == 0 ? 0 : 1)} {Units[unit]}");
    }
}
