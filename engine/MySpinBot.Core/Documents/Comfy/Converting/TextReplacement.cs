using System.Text.Json;
using System.Text.RegularExpressions;
using MySpinBot.Core.Documents.Comfy.Form;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>Puts into names of files what the front end puts there: for <c>%Node.field%</c> what stands in that field, where the node is named by its name for this purpose or else by its title.
/// <c>%date:yyyy-MM-dd%</c> becomes <c>%year%-%month%-%day%</c>, which is filled in when the file is written.</summary>
internal sealed partial class TextReplacement(Conversion conversion)
{
    /// <summary>The input in which it is done.</summary>
    public const string Field = "filename_prefix";

    private const string Date = "date:";

    private Dictionary<string, UiNode>? _byName;
    private Dictionary<string, UiNode>? _byTitle;

    public string Replace(string text) => Places().Replace(text, place => ValueOf(place.Groups[1].Value) ?? place.Value);

    [GeneratedRegex("%([^%]+)%", RegexOptions.CultureInvariant)]
    private static partial Regex Places();

    [GeneratedRegex(@"[/?<>\\:*|""\x00-\x1F\x7F]", RegexOptions.CultureInvariant)]
    private static partial Regex Unfit();

    [GeneratedRegex("yyyy|MM|dd|hh|mm|ss|[dMhmsy]+", RegexOptions.CultureInvariant)]
    private static partial Regex DateParts();

    private string? ValueOf(string place)
    {
        var dot = place.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || place.IndexOf('.', dot + 1) >= 0)
        {
            return place.StartsWith(Date, StringComparison.Ordinal) ? DateOf(place[Date.Length..]) : null;
        }

        return Find(place[..dot]) is { } node && conversion.ValueOf(node, place[(dot + 1)..]) is { } value ? Unfit().Replace(Plain(value), "_") : null;
    }

    private UiNode? Find(string name)
    {
        if (_byName is null || _byTitle is null)
        {
            (_byName, _byTitle) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));
            foreach (var node in conversion.AllNodes)
            {
                if (node.ReplaceName is { } given)
                {
                    _byName.TryAdd(given, node);
                }

                _byTitle.TryAdd(node.Title ?? conversion.Types.Find(node.Type)?.Descriptor.Title ?? node.Type, node);
            }
        }

        return _byName.GetValueOrDefault(name) ?? _byTitle.GetValueOrDefault(name);
    }

    // As the front end joins it to a text.
    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => UiJson.Text(value) ?? "",
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    // Null for a form that cannot be said so.
    private static string? DateOf(string form)
    {
        var isSaid = true;
        var said = DateParts().Replace(form, part => part.Value switch
        {
            "yyyy" => "%year%",
            "MM" => "%month%",
            "dd" => "%day%",
            "hh" => "%hour%",
            "mm" => "%minute%",
            "ss" => "%second%",
            _ => isSaid ? Unsaid(out isSaid) : "",
        });
        return isSaid ? said : null;

        static string Unsaid(out bool isSaid)
        {
            isSaid = false;
            return "";
        }
    }
}
