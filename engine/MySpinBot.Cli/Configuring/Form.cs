using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Configuring;

/// <summary>How values of a setting are written.</summary>
/// <typeparam name="T">What they become.</typeparam>
/// <param name="Takes">What they may be, in words that follow "takes".</param>
/// <param name="ValueName">A short word for one.</param>
/// <param name="TryRead">Reads one: a list of one text, or of several where it is a list.</param>
internal sealed record Form<T>(string Takes, string ValueName, TryRead<T> TryRead)
{
    public FormKind Kind { get; init; } = FormKind.One;
}

/// <summary>Reads a value.</summary>
internal delegate bool TryRead<T>(IReadOnlyList<string> texts, out T value);

/// <summary>How a value is given.</summary>
internal enum FormKind
{
    /// <summary>One text.</summary>
    One,

    /// <summary>Yes or no.</summary>
    Switch,

    /// <summary>Several texts.</summary>
    List,

    /// <summary>One name of a file or folder.</summary>
    Path,

    /// <summary>Several names of files or folders.</summary>
    Paths,
}

/// <summary>The forms that there are.</summary>
internal static partial class Forms
{
    private const int LongestText = 4096;

    /// <summary>A switch.</summary>
    public static Form<bool> Switch { get; } = new("true or false", "BOOL", static (texts, out value) =>
    {
        value = texts[0].ToUpperInvariant() is "TRUE" or "YES" or "ON" or "1";
        return value || texts[0].ToUpperInvariant() is "FALSE" or "NO" or "OFF" or "0";
    })
    { Kind = FormKind.Switch };

    /// <summary>A folder.</summary>
    public static Form<string?> Folder { get; } = Text("the name of a folder", "DIR") with { Kind = FormKind.Path };

    /// <summary>A file.</summary>
    public static Form<string?> File { get; } = Text("the name of a file", "FILE") with { Kind = FormKind.Path };

    /// <summary>Several files.</summary>
    public static Form<IReadOnlyList<string>> Files { get; } = Texts("names of files", "FILE") with { Kind = FormKind.Paths };

    /// <summary>An address of the web.</summary>
    public static Form<Uri?> WebAddress { get; } = new("an address that begins with http:// or https://", "URL", static (texts, out value)
        => Uri.TryCreate(texts[0], UriKind.Absolute, out value) && value is { Scheme: "http" or "https", UserInfo: "", Host.Length: > 0 });

    /// <summary>An amount of bytes.</summary>
    public static Form<long?> Bytes { get; } = new("an amount like 4GB, 512MB or 500000000", "BYTES", static (texts, out value) =>
    {
        var fits = ByteSize.TryParse(texts[0], out var bytes);
        value = fits ? bytes : null;
        return fits;
    });

    /// <summary>Some text.</summary>
    public static Form<string?> Text(string takes, string valueName) => Text(takes, valueName, static _ => true);

    /// <summary>Some text of a form.</summary>
    public static Form<string?> Text(string takes, string valueName, Func<string, bool> fits) => new(takes, valueName, (texts, out value) =>
    {
        value = texts[0];
        return IsText(texts[0]) && fits(texts[0]);
    });

    /// <summary>Several texts.</summary>
    public static Form<IReadOnlyList<string>> Texts(string takes, string valueName) => Texts(takes, valueName, static _ => true);

    /// <summary>Several texts, each of a form.</summary>
    public static Form<IReadOnlyList<string>> Texts(string takes, string valueName, Func<string, bool> fits) => new(takes, valueName, (texts, out value) =>
    {
        value = texts;
        return texts.All(text => IsText(text) && fits(text));
    })
    { Kind = FormKind.List };

    /// <summary>A whole number.</summary>
    public static Form<int?> Whole(string what, int least, int most) => new(string.Create(CultureInfo.InvariantCulture, $"{what} from {least} to {most}"), "N", (texts, out value) =>
    {
        var fits = int.TryParse(texts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
        value = fits ? number : null;
        return fits;
    });

    /// <summary>One of some words.</summary>
    public static Form<string> OneOf(params string[] words) => new($"one of {string.Join(", ", words)}", "WORD", (texts, out value) =>
    {
        value = texts[0];
        return words.Contains(texts[0], StringComparer.Ordinal);
    });

    /// <summary>A time: seconds, or a number with a unit.</summary>
    public static Form<TimeSpan?> Time(TimeSpan least, TimeSpan most) => new($"seconds, or a time like 90s, 5m, 12h or 30d, from {Written(least)} to {Written(most)}", "TIME", (texts, out value) =>
    {
        value = Duration().Match(texts[0]) is { Success: true } match && double.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e9
            ? TimeSpan.FromSeconds(number * match.Groups[2].Value switch { "m" => 60, "h" => 3600, "d" => 86_400, _ => 1 })
            : null;
        return value >= least && value <= most;
    });

    private static string Written(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } when time.TotalDays % 1 == 0 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays}d"),
        { TotalHours: >= 1 } when time.TotalHours % 1 == 0 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours}h"),
        _ => time.TotalSeconds.ToString(CultureInfo.InvariantCulture),
    };

    private static bool IsText(string text) => text.Length is > 0 and <= LongestText && !text.Any(char.IsControl);

    [GeneratedRegex(@"^([0-9]{1,10}(?:\.[0-9]{1,6})?) ?(s|m|h|d)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
