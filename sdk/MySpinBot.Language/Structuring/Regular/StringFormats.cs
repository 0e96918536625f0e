using System.Collections.Frozen;

namespace MySpinBot.Language;

/// <summary>JSON Schema's formats of strings, as regular expressions: RFC 3339 for dates and times (of the calendar, leap years too), RFC 5321's
/// usual part for addresses, RFC 1123 for host names, RFC 4291 for IPv6, RFC 3986 for URIs, RFC 4122 for UUIDs, RFC 3339's appendix A for durations, RFC 6901 for pointers.</summary>
internal static class StringFormats
{
    private const string Day31 = "(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])";
    private const string Day30 = "(0[469]|11)-(0[1-9]|[12]\\d|30)";
    private const string Day28 = "02-(0[1-9]|1\\d|2[0-8])";
    private const string Leap = "(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29";
    private const string Date = $"(?!0000)(\\d{{4}}-({Day31}|{Day30}|{Day28})|{Leap})";
    private const string Clock = "([01]\\d|2[0-3]):[0-5]\\d";
    private const string Time = $"{Clock}:[0-5]\\d(\\.\\d{{1,9}})?(Z|[+-]{Clock})";
    private const string Byte = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private const string IPv4 = $"{Byte}(\\.{Byte}){{3}}";
    private const string H = "[0-9A-Fa-f]{1,4}";
    private const string Last32 = $"({H}:{H}|{IPv4})";
    private const string IPv6 = $"(({H}:){{6}}{Last32}|::({H}:){{5}}{Last32}|({H})?::({H}:){{4}}{Last32}|(({H}:){{0,1}}{H})?::({H}:){{3}}{Last32}"
        + $"|(({H}:){{0,2}}{H})?::({H}:){{2}}{Last32}|(({H}:){{0,3}}{H})?::{H}:{Last32}|(({H}:){{0,4}}{H})?::{Last32}|(({H}:){{0,5}}{H})?::{H}|(({H}:){{0,6}}{H})?::)";
    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private const string Host = $"{Label}(\\.{Label})*";
    private const string Atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private const string Email = $"{Atom}(\\.{Atom})*@{Label}(\\.{Label})+";
    private const string Unreserved = "[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2}|[!$&'()*+,;=]";
    private const string Path = $"({Unreserved}|[:@/])*";
    private const string Tail = $"(\\?({Unreserved}|[:@/?])*)?(#({Unreserved}|[:@/?])*)?";
    private const string Authority = $"//(({Unreserved}|:)*@)?({Host}|\\[{IPv6}\\])(:\\d{{1,5}})?(/{Path})?";
    private const string Uri = $"[A-Za-z][A-Za-z0-9+.-]*:({Authority}|/?({Unreserved}|[:@]){Path}){Tail}";
    private const string UriReference = $"({Uri}|({Authority}|/(({Unreserved}|[:@]){Path})?|({Unreserved}|@)+(/{Path})?)?{Tail})";
    private const string Count = "\\d{1,9}";
    private const string Days = $"({Count}D|{Count}M({Count}D)?|{Count}Y({Count}M({Count}D)?)?)";
    private const string Hours = $"T({Count}S|{Count}M({Count}S)?|{Count}H({Count}M({Count}S)?)?)";
    private const string Duration = $"P({Count}W|{Hours}|{Days}({Hours})?)";
    private const string Pointer = "(/([^~/\\u0000-\\u001f]|~[01])*)*";

    /// <summary>The expression of a format, anchored; null where there is none of the name.</summary>
    public static string? Pattern(string format) => Known.GetValueOrDefault(format);

    /// <summary>The names, in order.</summary>
    public static IEnumerable<string> Names => Known.Keys.Order(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = $"{Date}T{Time}",
        ["duration"] = Duration,
        ["email"] = Email,
        ["hostname"] = Host,
        ["ipv4"] = IPv4,
        ["ipv6"] = IPv6,
        ["uri"] = Uri,
        ["url"] = Uri,
        ["uri-reference"] = UriReference,
        ["uuid"] = "[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
        ["json-pointer"] = Pointer,
        ["byte"] = "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
    }.ToFrozenDictionary(of => of.Key, of => $"^({of.Value})$");
}
