using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text.Json;
using System.Xml;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Structuring;

/// <summary>What a format's grammar gives is read by the readers of .NET.</summary>
public sealed class Formats_are_what_readers_read
{
    private static readonly Dictionary<string, Func<string, bool>> Readers = new()
    {
        ["date"] = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["time"] = text => DateTimeOffset.TryParse("2000-01-02T" + text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) || Beyond(text),
        ["date-time"] = text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) || Beyond(text),
        ["duration"] = text => text.Contains('W', StringComparison.Ordinal) || Throws(() => XmlConvert.ToTimeSpan(text)) is null or OverflowException,
        ["email"] = text => MailAddress.TryCreate(text, out _) || text.Length > 200,
        ["hostname"] = text => Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 || text.Length > 200,
        ["ipv4"] = text => IPAddress.TryParse(text, out var address) && address.ToString() == text,
        ["ipv6"] = text => IPAddress.TryParse(text, out var address) && address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6,
        ["uuid"] = text => Guid.TryParseExact(text, "D", out _),
        ["byte"] = text => Convert.TryFromBase64String(text, new byte[4096], out _),
        ["json-pointer"] = text => text.Length == 0 || text[0] == '/',
        ["uri"] = text => Uri.IsWellFormedUriString(text, UriKind.Absolute) || text.Contains(':', StringComparison.Ordinal),
        ["url"] = text => text.Contains(':', StringComparison.Ordinal),
        ["uri-reference"] = text => text.All(char.IsAscii),
    };

    [Fact]
    public void Each_has_a_reader() => StringFormats.Names.ShouldBe(Readers.Keys, ignoreOrder: true);

    [Theory]
    [InlineData("date")]
    [InlineData("time")]
    [InlineData("date-time")]
    [InlineData("duration")]
    [InlineData("email")]
    [InlineData("hostname")]
    [InlineData("ipv4")]
    [InlineData("ipv6")]
    [InlineData("uuid")]
    [InlineData("byte")]
    [InlineData("json-pointer")]
    [InlineData("uri")]
    [InlineData("url")]
    [InlineData("uri-reference")]
    public void What_is_written_is_read(string format)
    {
        var grammar = new Gbnf(JsonGrammar.Of(JsonElement.Parse($$"""{"type":"string","format":"{{format}}"}""")));
        var chance = new Random(7);
        for (var walk = 0; walk < 60; walk++)
        {
            var text = JsonSerializer.Deserialize<string>(grammar.Walk(chance, patience: 30))!;
            Readers[format](text).ShouldBeTrue(text);
        }
    }

    [Theory]
    [InlineData("date", "2024-02-29", true)]
    [InlineData("date", "2023-02-29", false)]
    [InlineData("date", "1900-02-29", false)]
    [InlineData("date", "2000-02-29", true)]
    [InlineData("date", "2024-04-31", false)]
    [InlineData("date", "0000-01-01", false)]
    [InlineData("time", "23:59:59Z", true)]
    [InlineData("time", "24:00:00Z", false)]
    [InlineData("time", "12:00", false)]
    [InlineData("date-time", "2024-02-29T12:30:00.123456789+05:30", true)]
    [InlineData("date-time", "2024-02-29 12:30:00Z", false)]
    [InlineData("duration", "P1DT2H", true)]
    [InlineData("duration", "P", false)]
    [InlineData("duration", "PT", false)]
    [InlineData("ipv6", "::1", true)]
    [InlineData("ipv6", "1::2::3", false)]
    [InlineData("ipv6", "::ffff:10.0.0.1", true)]
    [InlineData("ipv4", "256.1.1.1", false)]
    [InlineData("email", "a@b", false)]
    [InlineData("email", "a.b@c.de", true)]
    [InlineData("uuid", "123e4567-e89b-12d3-a456-42661417400", false)]
    [InlineData("uri", "https://[::1]:80/a?b#c", true)]
    [InlineData("uri", "/relative", false)]
    [InlineData("uri-reference", "../relative?x", true)]
    public void Known_texts_are_told_apart(string format, string text, bool fits)
    {
        var schema = JsonElement.Parse($$"""{"type":"string","format":"{{format}}"}""");

        JsonGrammar.Faults(schema, JsonSerializer.SerializeToElement(text)).Count.ShouldBe(fits ? 0 : 1);
        new Gbnf(JsonGrammar.Of(schema)).Accepts($"\"{text}\"").ShouldBe(fits);
    }

    // .NET knows offsets up to 14 hours and moments from year 1 to 9999 in UTC.
    private static bool Beyond(string text) => text.StartsWith("0001-01-01", StringComparison.Ordinal) || text.StartsWith("9999-12-31", StringComparison.Ordinal)
        || (text[^1] != 'Z' && string.CompareOrdinal(text, text.Length - 5, "14:00", 0, 5) > 0);

    private static Exception? Throws(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception found) when (found is OverflowException or FormatException)
        {
            return found;
        }
    }
}
