using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MySpinBot.Nodes.Tts;

/// <summary>Says in Chinese characters what a Chinese text writes in digits and signs, where espeak-ng would say it in English or as another kind of number.</summary>
internal static partial class ChineseReading
{
    private const string Digits = "零一二三四五六七八九";

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["km/h"] = "公里每小时", ["m/s"] = "米每秒", ["km"] = "公里", ["cm"] = "厘米", ["mm"] = "毫米", ["m"] = "米", ["kg"] = "公斤", ["mg"] = "毫克", ["g"] = "克", ["t"] = "吨",
        ["ml"] = "毫升", ["L"] = "升", ["l"] = "升", ["°C"] = "摄氏度", ["℃"] = "摄氏度", ["°F"] = "华氏度", ["°"] = "度", ["GB"] = "吉字节", ["MB"] = "兆字节", ["KB"] = "千字节", ["TB"] = "太字节",
        ["Hz"] = "赫兹", ["kHz"] = "千赫", ["MHz"] = "兆赫", ["GHz"] = "吉赫", ["W"] = "瓦", ["kW"] = "千瓦", ["V"] = "伏", ["A"] = "安", ["ms"] = "毫秒", ["s"] = "秒", ["h"] = "小时", ["min"] = "分钟",
    };

    private static readonly Dictionary<char, string> Money = new() { ['¥'] = "元", ['￥'] = "元", ['$'] = "美元", ['€'] = "欧元", ['£'] = "英镑" };

    /// <summary>The word as it is spoken.</summary>
    /// <param name="word">A word of a Chinese text; numbers with their units are one.</param>
    /// <param name="next">The letter after it; <c>\0</c> at the end.</param>
    public static string Spoken(string word, char next)
        => Number().Match(word) is not { Success: true } match ? word : word[..match.Index] + Spoken(match, next) + word[(match.Index + match.Length)..];

    /// <summary>Numbers with what is measured by them.</summary>
    [GeneratedRegex(@"[¥￥$€£]?[-−+]?\d[\d,.:]*\s?(?:km/h|m/s|km|cm|mm|kg|mg|ml|°C|℃|°F|GB|MB|KB|TB|kHz|MHz|GHz|Hz|kW|min|ms|[mgtLlWVAsh°])(?![A-Za-z])|[¥￥$€£]?[-−+]?\d[\d,.:]*\s?[%‰％]?", RegexOptions.CultureInvariant)]
    public static partial Regex Measures();

    private static string Spoken(Match match, char next)
    {
        var number = match.Groups["n"].Value.TrimEnd('.', ',', ':');
        var rest = match.Groups["n"].Value[number.Length..];
        var unit = match.Groups["u"].Value.Trim();
        var spoken = match.Groups["t"].Success ? Time(number) : IsYear(number, next) || IsNameOfDigits(number) ? Singly(number) : number.Replace(",", "", StringComparison.Ordinal);
        var sign = match.Groups["g"].Value is "-" or "−" ? "负" : "";
        return unit switch
        {
            "%" or "％" => $"{sign}百分之{spoken}{rest}",
            "‰" => $"{sign}千分之{spoken}{rest}",
            _ => sign + spoken + (Units.GetValueOrDefault(unit) ?? unit) + (match.Groups["m"].Value is [var sum] ? Money[sum] : "") + rest,
        };
    }

    private static bool IsYear(string number, char next) => next == '年' && number.Length == 4 && number.All(char.IsDigit);

    // Telephone numbers and the like: nobody counts so far, or from zero.
    private static bool IsNameOfDigits(string number) => number.All(char.IsAsciiDigit) && (number.Length > 8 || (number.Length > 1 && number[0] == '0'));

    private static string Singly(string number)
    {
        var text = new StringBuilder();
        foreach (var digit in number)
        {
            text.Append(Digits[CharUnicodeInfo.GetDecimalDigitValue(digit)]);
        }

        return text.ToString();
    }

    private static string Time(string number)
    {
        var parts = number.Split(':');
        var minutes = parts[1].TrimStart('0');
        return $"{parts[0]}点{(minutes.Length == 0 ? "整" : parts[1][0] == '0' ? "零" + minutes + "分" : minutes + "分")}{(parts.Length > 2 ? parts[2].TrimStart('0') + "秒" : "")}";
    }

    [GeneratedRegex(@"(?<m>[¥￥$€£])?(?<g>[-−+])?(?<n>(?<t>\d{1,2}:\d{2}(?::\d{2})?(?!\d))|\d[\d,.]*)(?<u>\s?(?:km/h|m/s|km|cm|mm|kg|mg|ml|°C|℃|°F|GB|MB|KB|TB|kHz|MHz|GHz|Hz|kW|min|ms|[mgtLlWVAsh°])(?![A-Za-z])|\s?[%‰％])?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
