using System.Globalization;
using MySpinBot.Core.Sentences;
using MySpinBot.Server.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MySpinBot.Server.Weights.Manifests;

/// <summary>Reads a list of models that can be had: YAML, or JSON, which is YAML too. Says all that is wrong with it at once.</summary>
internal sealed class ManifestReader
{
    private const int MostCharacters = 4 << 20;
    private const int MostModels = 10_000;
    private const int MostFaults = 50;

    private static readonly string[] Fields = ["name", "kind", "file", "urls", "url", "bytes", "sha256", "licence", "license", "gated", "token", "description"];

    private readonly List<string> _faults = [];

    private ManifestReader()
    {
    }

    /// <summary>The models of a text.</summary>
    /// <param name="text">The manifest.</param>
    /// <param name="isOperators">Whether whoever runs the server named it.</param>
    /// <exception cref="InvalidDataException">It is wrong; the message says everything that is.</exception>
    public static IReadOnlyList<ModelEntry> Read(string text, bool isOperators)
    {
        var reader = new ManifestReader();
        var entries = reader.Entries(Root(text), isOperators);
        return reader._faults.Count == 0 ? entries : throw new InvalidDataException(string.Join(' ', reader._faults));
    }

    private static YamlMappingNode Root(string text)
    {
        if (text.Length > MostCharacters)
        {
            throw new InvalidDataException($"It has {text.Length} characters; a manifest has at most {MostCharacters}.");
        }

        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode root ? root : throw new InvalidDataException("It is no mapping: it begins with 'version: 1' and 'models:'.");
        }
        catch (YamlException fault)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Line {fault.Start.Line}: this is neither YAML nor JSON: {fault.Message}"), fault);
        }
    }

    private List<ModelEntry> Entries(YamlMappingNode root, bool isOperators)
    {
        foreach (var (key, _) in root.Children)
        {
            if (key is not YamlScalarNode { Value: "version" or "models" })
            {
                Say(key, $"there is no field '{key}' here; there are 'version' and 'models'.");
            }
        }

        if (Scalar(root, "version") is var version and not "1")
        {
            Say(root, $"'version' is '{version}'; this reads version 1.");
        }

        var entries = new List<ModelEntry>();
        if (Child(root, "models") is not YamlSequenceNode models)
        {
            Say(root, "'models' is missing or no list.");
            return entries;
        }

        if (models.Children.Count > MostModels)
        {
            Say(models, $"there are {models.Children.Count} models; at most {MostModels} are read.");
            return entries;
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var node in models.Children)
        {
            if (Entry(node, isOperators) is { } entry)
            {
                entries.Add(entry);
                if (!names.Add(entry.Name))
                {
                    Say(node, $"the model '{entry.Name}' stands twice.");
                }
            }
        }

        return entries;
    }

    private ModelEntry? Entry(YamlNode node, bool isOperators)
    {
        if (node is not YamlMappingNode fields)
        {
            Say(node, "a model is no mapping: write 'name:', 'kind:', 'file:', 'urls:' and 'licence:'.");
            return null;
        }

        var before = _faults.Count;
        foreach (var (key, _) in fields.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } || !Fields.Contains(name))
            {
                Say(key, $"a model has no field '{key}'.{new NearestNames().Ask(key.ToString(), Fields)}");
            }
        }

        var entry = new ModelEntry
        {
            Name = Name(fields),
            Kind = Wanted(fields, "kind"),
            File = File(fields),
            Urls = Urls(fields),
            Bytes = Bytes(fields),
            Sha256 = Digest(fields),
            Licence = Licence(fields),
            Token = Token(fields),
            Description = Scalar(fields, "description") ?? "",
            IsOperators = isOperators,
        };
        return _faults.Count == before ? entry : null;
    }

    private string Name(YamlMappingNode fields)
    {
        var name = Wanted(fields, "name");
        return name.Length == 0 || (name.Length <= 100 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')) ? name
            : Say(fields, $"'{name}' is no name of a model: it has letters, digits, '-', '_' and '.', 100 at most.", name);
    }

    private string File(YamlMappingNode fields)
    {
        var file = Wanted(fields, "file");
        try
        {
            PathNames.CheckForWriting(PathNames.Parts(file, RefusalKind.Wrong, "The file's name"), "The file's name");
            return file;
        }
        catch (ServerRefusal refusal)
        {
            return Say(fields, refusal.Message, file);
        }
    }

    private List<Uri> Urls(YamlMappingNode fields)
    {
        var urls = new List<Uri>();
        var nodes = Child(fields, "urls") is YamlSequenceNode list ? list.Children : (Child(fields, "url") ?? Child(fields, "urls")) is { } one ? [one] : (IList<YamlNode>)[];
        foreach (var node in nodes)
        {
            if (Uri.TryCreate((node as YamlScalarNode)?.Value, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0)
            {
                urls.Add(url);
            }
            else
            {
                Say(node, $"'{node}' is no address: it begins with https:// and has no password.");
            }
        }

        if (nodes.Count == 0)
        {
            Say(fields, "'urls' is missing: name where the publisher has the file.");
        }

        return urls;
    }

    private long? Bytes(YamlMappingNode fields)
        => Scalar(fields, "bytes") is not { } text ? null
            : long.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes
            : Say<long?>(fields, $"'bytes' is '{text}'; it is a whole number above 0.", null);

    private string? Digest(YamlMappingNode fields)
        => Scalar(fields, "sha256") is not { } text ? null
            : Sha256Text.Is(text) ? text.ToLowerInvariant()
            : Say<string?>(fields, $"'sha256' is '{Shown.Plain(text)}'; it has 64 hexadecimal digits.", null);

    private ModelLicence Licence(YamlMappingNode fields)
    {
        switch (Child(fields, "licence") ?? Child(fields, "license"))
        {
            case YamlScalarNode { Value: { Length: > 0 } name }:
                return new ModelLicence(name, null);
            case YamlMappingNode licence when Scalar(licence, "name") is { Length: > 0 } name:
                var text = Scalar(licence, "url");
                return new ModelLicence(name, text is null ? null
                    : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" ? url
                    : Say<Uri?>(licence, $"'{text}' is no address of a licence.", null));
            default:
                return Say(fields, "'licence' is missing: name the terms that the model comes under, 'name' and 'url'.", new ModelLicence("", null));
        }
    }

    private string? Token(YamlMappingNode fields)
    {
        var token = Scalar(fields, "token");
        return Scalar(fields, "gated") switch
        {
            null or "false" => token,
            "true" => token ?? "HF_TOKEN",
            var gated => Say<string?>(fields, $"'gated' is '{gated}'; it is true or false.", null),
        };
    }

    private string Wanted(YamlMappingNode fields, string name)
        => Scalar(fields, name) is { Length: > 0 } text ? text : Say(fields, $"'{name}' is missing or empty.", "");

    private string? Scalar(YamlMappingNode fields, string name)
        => Child(fields, name) switch
        {
            null => null,
            YamlScalarNode { Value: { } text } => text,
            var other => Say<string?>(other, $"'{name}' is no text.", null),
        };

    private static YamlNode? Child(YamlMappingNode fields, string name) => fields.Children.TryGetValue(new YamlScalarNode(name), out var node) ? node : null;

    private void Say(YamlNode where, string sentence) => Say<object?>(where, sentence, null);

    private T Say<T>(YamlNode where, string sentence, T otherwise)
    {
        if (_faults.Count < MostFaults)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"Line {where.Start.Line}: {sentence}"));
        }

        return otherwise;
    }
}
