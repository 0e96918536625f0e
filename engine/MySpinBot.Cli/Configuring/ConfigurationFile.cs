using System.Globalization;
using MySpinBot.Core.Sentences;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MySpinBot.Cli.Configuring;

/// <summary>Reads a file of settings: YAML, but no more of it than sections with names and values. Anchors, aliases and tags are refused, so nothing in it can grow; all faults are told at once, each with its line.</summary>
internal sealed class ConfigurationFile
{
    /// <summary>The version of the form.</summary>
    public const int Version = 1;

    private const string VersionKey = "version";
    private const int MostBytes = 128 << 10;
    private const int MostValues = 1_000;
    private const int MostBrackets = 1_000;

    private readonly string _name;
    private readonly List<FileFault> _faults;
    private readonly List<FileEntry> _entries = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly IParser _parser;

    private ConfigurationFile(string name, string text, List<FileFault> faults) => (_name, _faults, _parser) = (name, faults, new Parser(new StringReader(text)));

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="faults">What is wrong with it is added here.</param>
    /// <returns>What stands in it, as far as it can be read.</returns>
    public static IReadOnlyList<FileEntry> Read(string path, List<FileFault> faults)
    {
        try
        {
            var file = new FileInfo(path);
            if (Directory.Exists(path))
            {
                faults.Add(new FileFault(0, $"The configuration {path} is a folder; name a file in it, such as {Path.Join(path, "config.yaml")}."));
                return [];
            }

            if (file.Exists && file.Length > MostBytes)
            {
                faults.Add(new FileFault(0, $"The configuration {path} has {file.Length} bytes; no configuration needs more than {MostBytes}."));
                return [];
            }

            return ReadText(path, File.ReadAllText(path), faults);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add(new FileFault(0, $"The configuration {path} cannot be read: {fault.Message}"));
            return [];
        }
    }

    /// <summary>Reads the text of a file.</summary>
    public static IReadOnlyList<FileEntry> ReadText(string name, string text, List<FileFault> faults)
    {
        if (text.AsSpan().Count('[') + text.AsSpan().Count('{') > MostBrackets)
        {
            // The reader's work grows with the square of what is nested.
            faults.Add(new FileFault(0, $"{name}: no configuration needs more than {MostBrackets} brackets; write lists as lines that begin with '- '."));
            return [];
        }

        var file = new ConfigurationFile(name, text, faults);
        try
        {
            file.ReadStream();
        }
        catch (YamlException fault)
        {
            file.Fault(fault.Start, $"this is not YAML: {Shown.Plain(fault.Message)}");
        }

        return file._entries;
    }

    private void ReadStream()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            return;
        }

        _parser.Consume<DocumentStart>();
        if (_parser.TryConsume<Scalar>(out var only) && only is { Value.Length: 0 })
        {
            // A file of comments only.
        }
        else if (only is null && TryEnter<MappingStart>())
        {
            ReadSections();
        }
        else
        {
            Fault((only ?? _parser.Current!).Start, "a configuration is sections with 'name: value' lines below them, as docs/CONFIGURATION.md shows.");
            return;
        }

        _parser.Consume<DocumentEnd>();
        if (_parser.Current is DocumentStart second)
        {
            Fault(second.Start, "a configuration is one document; this line begins another one.");
        }
    }

    private void ReadSections()
    {
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadName("") is not { } section)
            {
                _parser.SkipThisAndNestedEvents();
                continue;
            }

            if (section.Value == VersionKey)
            {
                ReadVersion();
            }
            else if (TryEnter<MappingStart>())
            {
                ReadValues(section.Value);
            }
            else if (_parser.Current is Scalar { Value.Length: 0 })
            {
                _parser.MoveNext(); // a section without settings
            }
            else
            {
                Fault(section.Start, $"{Shown.Name(section.Value)} is to be a section: write '{Shown.Plain(section.Value)}:' and its settings indented below.");
                _parser.SkipThisAndNestedEvents();
            }
        }
    }

    private void ReadVersion()
    {
        var (at, text) = (_parser.Current!.Start, (_parser.Current as Scalar)?.Value);
        _parser.SkipThisAndNestedEvents();
        if (text != Version.ToString(CultureInfo.InvariantCulture))
        {
            Fault(at, $"this program reads configurations of version {Version}, not {Shown.Name(text ?? "")}.");
        }
    }

    private void ReadValues(string section)
    {
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadName($"{section}.") is not { } name)
            {
                _parser.SkipThisAndNestedEvents();
                continue;
            }

            if (ReadTexts(name) is { Count: > 0 } texts)
            {
                _entries.Add(new FileEntry($"{section}.{name.Value}", texts, checked((int)name.Start.Line)));
            }
        }
    }

    // Null where it was no value, and that was said; empty where nothing is given.
    private List<string>? ReadTexts(Scalar name)
    {
        if (_parser.TryConsume<Scalar>(out var one))
        {
            return !IsPlain(one) ? null : one.Value.Length == 0 && one.IsPlainImplicit ? [] : [one.Value];
        }

        if (TryEnter<SequenceStart>())
        {
            List<string> texts = [];
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                if (_parser.Current is Scalar item && IsPlain(item) && texts.Count < MostValues)
                {
                    texts.Add(item.Value);
                }
                else
                {
                    Fault(_parser.Current!.Start, $"{Shown.Name(name.Value)} takes a list of at most {MostValues} texts.");
                }

                _parser.SkipThisAndNestedEvents();
            }

            return texts;
        }

        Fault(_parser.Current!.Start, $"{Shown.Name(name.Value)} takes a value or a list of values, and nothing nested.");
        _parser.SkipThisAndNestedEvents();
        return null;
    }

    // What has an anchor or a tag is said to be wrong, and entered all the same, so that what is wrong in it is said too.
    private bool TryEnter<T>()
        where T : NodeEvent
    {
        if (!_parser.TryConsume<T>(out var node))
        {
            return false;
        }

        IsPlain(node);
        return true;
    }

    private Scalar? ReadName(string section)
    {
        if (!_parser.TryConsume<Scalar>(out var name))
        {
            Fault(_parser.Current!.Start, "the name of a setting is to be a plain word.");
            _parser.SkipThisAndNestedEvents();
            return null;
        }

        if (!IsPlain(name))
        {
            return null;
        }

        if (!_seen.Add(section + name.Value))
        {
            Fault(name.Start, $"{Shown.Name(section + name.Value)} stands in this file twice; keep one of them.");
            return null;
        }

        return name;
    }

    private bool IsPlain(NodeEvent node)
    {
        if (node.Anchor.IsEmpty && (node.Tag.IsEmpty || node.Tag.IsNonSpecific))
        {
            return true;
        }

        Fault(node.Start, "anchors (&) and tags (!) have no meaning in a configuration; write the value itself.");
        return false;
    }

    private void Fault(Mark at, string sentence) => _faults.Add(new FileFault(checked((int)at.Line), string.Create(CultureInfo.InvariantCulture, $"{_name}:{at.Line}: {sentence}")));
}

/// <summary>A setting in a file.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Texts">Its value, or values.</param>
/// <param name="Line">The line that names it.</param>
internal sealed record FileEntry(string Key, IReadOnlyList<string> Texts, int Line);

/// <summary>Something that is wrong with a file.</summary>
/// <param name="Line">The line; 0 where it is the file as a whole.</param>
/// <param name="Sentence">What it is; file and line are in it.</param>
internal sealed record FileFault(int Line, string Sentence);
