using System.Collections.Concurrent;
using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A GGUF model whose head was read and found sound: only <see cref="Read"/> makes one, and only such files are given to the library, whose assertions would end the process.</summary>
internal sealed class GgufModelFile
{
    private const int MostKnown = 64;
    private static readonly ConcurrentDictionary<string, ((long Length, DateTime Changed) Seen, GgufModelFile File)> Known = new(StringComparer.Ordinal);

    private GgufModelFile(string path, ImmutableArray<string> parts, GgufFile head, ImmutableArray<GgufTensor> tensors)
    {
        (Path, Parts, Head, Tensors) = (path, parts, head, tensors);
        Values = new GgufValues(head, System.IO.Path.GetFileName(path));
        Architecture = Values.Architecture;
        Layers = Values.Whole("block_count", 1, 512);
        Width = Values.Whole("embedding_length", 1, 1 << 20);
        TrainedContext = Values.Whole("context_length", 1, int.MaxValue);
        Bytes = tensors.Sum(tensor => tensor.Bytes ?? 0);
    }

    /// <summary>The file; of a model in parts the first.</summary>
    public string Path { get; }

    /// <summary>The files of it, in order.</summary>
    public ImmutableArray<string> Parts { get; }

    /// <summary>Head of the first.</summary>
    public GgufFile Head { get; }

    /// <summary>Its values.</summary>
    public GgufValues Values { get; }

    /// <summary>Tensors of all parts.</summary>
    public ImmutableArray<GgufTensor> Tensors { get; }

    /// <summary>As GGUF names it.</summary>
    public string Architecture { get; }

    /// <summary>How many layers it has.</summary>
    public int Layers { get; }

    /// <summary>Numbers of a token's vector.</summary>
    public int Width { get; }

    /// <summary>Tokens that a sequence had in training.</summary>
    public int TrainedContext { get; }

    /// <summary>Bytes of its tensors.</summary>
    public long Bytes { get; }

    /// <summary>Whether each token sees those after it too: it gives vectors of whole texts then.</summary>
    public bool ReadsBothWays => Architectures.ReadsOnly(Architecture) || Values.Truth("attention.causal") == false;

    /// <summary>Whether parts of its memory forget: windows that slide, states that each token changes.</summary>
    public bool Forgets => Values.Number("attention.sliding_window") > 0 || Values.Number("ssm.state_size") > 0 || Values.Number("wkv.head_size") > 0 || Values.Number("shortconv.l_cache") > 0;

    /// <summary>The most tokens of a sequence where each position has numbers of its own; null where positions are turned, and go on.</summary>
    public int? Positions => Tensors.Any(tensor => tensor.Name == "position_embd.weight") ? TrainedContext : null;

    /// <summary>Whether it writes text. Models that read both ways, and those that pool, give vectors.</summary>
    public bool Writes => !ReadsBothWays && Values.Number("pooling_type") is null or 0;

    /// <summary>Reads and checks the head of a file, and of the other files of the model. What has not changed since the last time is not read again.</summary>
    /// <exception cref="NodeFailure">It is none, damaged, not whole, or none that is run here.</exception>
    public static GgufModelFile Read(string path)
    {
        var at = System.IO.Path.GetFullPath(path);
        var info = new FileInfo(at);
        var seen = info.Exists ? (info.Length, info.LastWriteTimeUtc) : default;
        if (Known.TryGetValue(at, out var known) && known.Seen == seen && known.File.Parts.All(File.Exists))
        {
            return known.File;
        }

        var file = ReadAnew(at);
        if (Known.Count >= MostKnown)
        {
            Known.Clear();
        }

        Known[at] = (seen, file);
        return file;
    }

    private static GgufModelFile ReadAnew(string path)
    {
        var head = WeightFaults.Told(() => GgufFile.Read(path, VocabularyFaults.Lists));
        var name = System.IO.Path.GetFileName(path);
        GgufFaults.CheckKind(head, name);
        var parts = SplitFiles.Of(path, head);
        var heads = parts.Select((part, i) => i == 0 ? head : WeightFaults.Told(() => GgufFile.Read(part))).ToImmutableArray();
        var tensors = heads.SelectMany(part => part.Tensors).ToImmutableArray();
        SplitFiles.Check(path, parts, heads, tensors.Length);
        if (tensors.IsEmpty)
        {
            throw new NodeFailure($"'{name}' holds a vocabulary only: it has no weights to write with. Choose the file of the model itself.");
        }

        var file = new GgufModelFile(path, parts, head, tensors);
        GgufFaults.Check(file);
        return file.WithoutLists();
    }

    // The vocabulary was looked at and is the library's from here on.
    private GgufModelFile WithoutLists()
        => new(Path, Parts, Head with { Values = Head.Values.ToDictionary(value => value.Key, value => value.Value.Count > GgufValue.LongestList ? value.Value with { Texts = [], Numbers = [] } : value.Value, StringComparer.Ordinal) }, Tensors);
}
