using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>The XML doc of a declaration as plain text.</summary>
internal sealed class HelpText
{
    private readonly XElement? _doc;
    private readonly IReadOnlyDictionary<string, string> _names;

    private HelpText(XElement? doc, IReadOnlyDictionary<string, string> names) => (_doc, _names) = (doc, names);

    public string Summary => Plain(_doc?.Element("summary"));

    public string Remarks => Plain(_doc?.Element("remarks"));

    public string Returns => Plain(_doc?.Element("returns"));

    public string Parameter(string name) => Plain(_doc?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == name));

    /// <summary>Reads a doc.</summary>
    /// <param name="symbol">What is documented.</param>
    /// <param name="names">Names that stand in documents in place of those of parameters.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static HelpText Of(ISymbol symbol, IReadOnlyDictionary<string, string> names, CancellationToken cancellation)
    {
        var xml = symbol.GetDocumentationCommentXml(cancellationToken: cancellation);
        try
        {
            return new HelpText(string.IsNullOrWhiteSpace(xml) ? null : XElement.Parse($"<doc>{xml}</doc>").Element("member"), names);
        }
        catch (XmlException)
        {
            // The compiler reports a malformed doc itself.
            return new HelpText(null, names);
        }
    }

    private string Plain(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            Append(text, node);
        }

        var paragraphs = text.ToString().Split('\u2029').Select(paragraph => Regex.Replace(paragraph, @"\s+", " ").Trim());
        return string.Join("\n\n", paragraphs.Where(paragraph => paragraph.Length > 0));
    }

    private void Append(StringBuilder text, XNode node)
    {
        if (node is XText plain)
        {
            text.Append(plain.Value);
        }
        else if (node is XElement element)
        {
            var breaks = element.Name.LocalName is "para" or "item" or "br" or "code";
            text.Append(breaks ? "\u2029" : "").Append(Reference(element));
            foreach (var child in element.Nodes())
            {
                Append(text, child);
            }

            text.Append(breaks ? "\u2029" : "");
        }
    }

    private string Reference(XElement element)
    {
        if (element.Attribute("name")?.Value is { } name && element.Name.LocalName == "paramref")
        {
            return _names.TryGetValue(name, out var shown) ? shown : name;
        }

        if (!element.IsEmpty && element.Nodes().Any())
        {
            return "";
        }

        return element.Attribute("langword")?.Value ?? element.Attribute("href")?.Value ?? LastName(element.Attribute("cref")?.Value);
    }

    private static string LastName(string? cref)
    {
        var name = (cref ?? "").Split('(')[0];
        return name.Substring(name.LastIndexOfAny(['.', ':']) + 1).Split('`')[0];
    }
}
