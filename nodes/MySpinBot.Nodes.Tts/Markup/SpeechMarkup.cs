using System.Collections.Immutable;
using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tts;

/// <summary>SSML, https://www.w3.org/TR/speech-synthesis11/, checked before espeak-ng sees it: well formed, of the elements that it knows, and without anything
/// that would be fetched from elsewhere.</summary>
internal static class SpeechMarkup
{
    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "speak", "p", "s", "voice", "prosody", "emphasis", "break", "mark", "say-as", "sub", "phoneme", "lang", "w", "token", "desc",
    };

    // What stands in these is read as a whole, or not at all.
    private static readonly HashSet<string> Wholes = new(StringComparer.Ordinal) { "say-as", "sub", "phoneme" };

    /// <summary>The words of the markup, with the markup between them; and the text without it.</summary>
    /// <exception cref="NodeFailure">It is not right; the sentence names the place.</exception>
    public static (Utterance Utterance, string Text) Read(string markup, string voice)
    {
        var bare = !markup.TrimStart().StartsWith("<speak", StringComparison.Ordinal) && !markup.TrimStart().StartsWith("<?xml", StringComparison.Ordinal);
        if (markup.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
        {
            throw new NodeFailure("The markup declares a document type, which could bring in files from elsewhere; leave <!DOCTYPE …> out.") { Input = "text" };
        }

        using var reader = XmlReader.Create(new StringReader(bare ? $"<speak>{markup}</speak>" : markup),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, MaxCharactersInDocument = Speech.LongestText * 2 });
        var (parts, text) = (ImmutableArray.CreateBuilder<UtterancePart>(), new StringBuilder());
        try
        {
            Read(reader, parts, text, voice);
        }
        catch (XmlException error)
        {
            var column = error.LineNumber == 1 && bare ? error.LinePosition - "<speak>".Length : error.LinePosition;
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"The markup is not well formed at line {error.LineNumber}, column {Math.Max(1, column)}: {Said(error)} Close each element, and write &lt; and &amp; for < and &."), error) { Input = "text" };
        }

        return (new Utterance(parts.ToImmutable()), text.ToString());
    }

    private static void Read(XmlReader reader, ImmutableArray<UtterancePart>.Builder parts, StringBuilder text, string voice)
    {
        var wholes = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var (name, empty) = (reader.LocalName, reader.IsEmptyElement);
                    parts.Add(new UtterancePart(Tag(reader)));
                    wholes += !empty && Wholes.Contains(name) ? 1 : 0;
                    break;
                case XmlNodeType.EndElement:
                    parts.Add(new UtterancePart($"</{reader.LocalName}>"));
                    wholes -= Wholes.Contains(reader.LocalName) ? 1 : 0;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    AddWords(reader.Value, parts, text, voice, asOne: wholes > 0);
                    break;
                case XmlNodeType.XmlDeclaration:
                    break;
                default:
                    throw Fault(reader, $"{reader.NodeType} is not taken here; use SSML's elements only.");
            }
        }
    }

    private static string Tag(XmlReader reader)
    {
        if (!Elements.Contains(reader.LocalName))
        {
            throw Fault(reader, $"<{reader.LocalName}> is not taken here; the elements are {string.Join(", ", Elements)}.");
        }

        var (tag, name, empty) = (new StringBuilder("<").Append(reader.LocalName), reader.LocalName, reader.IsEmptyElement);
        while (reader.MoveToNextAttribute())
        {
            if (name == "voice" && reader.LocalName is "name" or "variant" && !VoiceName.IsName(reader.Value) && !reader.Value.All(char.IsAsciiDigit))
            {
                throw Fault(reader, $"'{reader.Value}' cannot be the name of a voice; names are like 'en-us'.");
            }

            // espeak-ng 1.51 takes quotes of one kind only.
            tag.Append(CultureInfo.InvariantCulture, $" {reader.Name}=\"{SecurityElement.Escape(Cleaned(reader.Value))}\"");
        }

        return tag.Append(empty ? "/>" : ">").ToString();
    }

    private static void AddWords(string value, ImmutableArray<UtterancePart>.Builder parts, StringBuilder text, string voice, bool asOne)
    {
        var (clean, place) = (Cleaned(value), text.Length);
        text.Append(clean);
        if (asOne && clean.Trim() is { Length: > 0 } whole)
        {
            parts.Add(new UtterancePart(Escaped(clean), place + clean.IndexOf(whole, StringComparison.Ordinal), whole));
            return;
        }

        foreach (var part in WordSplitting.Split(clean, 0, clean.Length, voice).Parts)
        {
            parts.Add(part with { Said = Escaped(part.Said), Place = place + part.Place });
        }
    }

    private static string Cleaned(string text) => new([.. text.Select(letter => char.IsControl(letter) && letter is not ('\n' or '\t') ? ' ' : letter)]);

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    // .NET adds the place in its own words.
    private static string Said(XmlException error) => error.Message.IndexOf(" Line ", StringComparison.Ordinal) is var at and > 0 ? error.Message[..at] : error.Message;

    private static NodeFailure Fault(XmlReader reader, string sentence)
        => new(string.Create(CultureInfo.InvariantCulture, $"The markup, line {((IXmlLineInfo)reader).LineNumber}: {sentence}")) { Input = "text" };
}
