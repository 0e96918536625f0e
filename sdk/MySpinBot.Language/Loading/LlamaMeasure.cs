using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What a model will take, as the library itself says: it is opened without its weights, and contexts are laid out over it without memory. So every kind of memory is right that the library has
/// (grouped heads, latent attention, sliding windows, recurrent states), and the working memory of a step, which depends on its kernels.</summary>
internal sealed partial class LlamaMeasure
{
    private const int MostKnown = 64;
    private static readonly ConcurrentDictionary<string, LlamaMeasure> Known = new(StringComparer.Ordinal);

    private readonly GgufModelFile _file;
    private readonly LlamaOptions _options;
    private readonly LlamaPlacement _placement;
    private readonly ConcurrentDictionary<ContextNeed, ContextBytes> _contexts = new();

    private LlamaMeasure(GgufModelFile file, LlamaOptions options, LlamaPlacement placement) => (_file, _options, _placement) = (file, options, placement);

    /// <summary>Measures of a model; the same as before where the key is the same.</summary>
    /// <param name="key">What it is, by content, and how it is loaded.</param>
    /// <param name="file">The file.</param>
    /// <param name="options">How.</param>
    /// <param name="placement">Where to.</param>
    public static LlamaMeasure Of(string key, GgufModelFile file, LlamaOptions options, LlamaPlacement placement)
    {
        if (Known.Count >= MostKnown)
        {
            Known.Clear();
        }

        return Known.GetOrAdd(key, _ => new LlamaMeasure(file, options, placement));
    }

    /// <summary>Bytes of a context, its working memory among them.</summary>
    /// <exception cref="NodeFailure">The library refuses the model, or such a context over it.</exception>
    public ContextBytes Context(ContextNeed need)
    {
        if (_contexts.TryGetValue(need, out var known))
        {
            return known;
        }

        // A dry model is as quick to open as a vocabulary is to read, so none is kept.
        LlamaLibrary.EnsureLoaded();
        using var model = LlamaWeights.Open(_file, _placement, dry: true, null, CancellationToken.None);
        using var heard = LlamaLog.Listen();
        using var context = LlamaNative.CreateContext(model, need.Parameters(_options, 1));
        if (context.IsInvalid)
        {
            throw new NodeFailure($"'{Path.GetFileName(_file.Path)}' cannot have a memory of {need.Tokens} tokens: {(heard.Errors is { Length: > 0 } why ? why : "the library does not say why")}.");
        }

        var measured = Read(heard.Lines);
        _contexts[need] = measured;
        return measured;
    }

    /// <summary>Bytes of a context that the library's log tells.</summary>
    internal ContextBytes Read(IReadOnlyList<LlamaLine> lines)
    {
        var (memory, work, host) = (0.0, 0.0, 0.0);
        var layers = new HashSet<int>();
        var layersOnDevice = new HashSet<int>();
        foreach (var (_, text) in lines)
        {
            if (Memory().Match(text) is { Success: true } all)
            {
                memory += Mebibytes(all);
            }
            else if (Buffer().Match(text) is { Success: true } buffer)
            {
                var isHost = buffer.Groups["place"].Value is var place && (place.StartsWith("CPU", StringComparison.Ordinal) || place.EndsWith("_Host", StringComparison.Ordinal));
                (work, host) = isHost ? (work, host + Mebibytes(buffer)) : (work + Mebibytes(buffer), host);
            }
            else if (Layer().Match(text) is { Success: true } layer && int.Parse(layer.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) is var number)
            {
                layers.Add(number);
                if (!layer.Groups["device"].Value.StartsWith("CPU", StringComparison.Ordinal))
                {
                    layersOnDevice.Add(number);
                }
            }
        }

        var part = layers.Count == 0 ? 0 : layersOnDevice.Count / (double)layers.Count;
        return _placement.Device.Pointer == 0
            ? new ContextBytes(Bytes(memory + work + host), 0)
            : new ContextBytes(Bytes((memory * part) + work), Bytes((memory * (1 - part)) + host));
    }

    // The log tells two places behind the point, so each line may be 5 KiB short.
    private static long Bytes(double mebibytes) => (long)(mebibytes * (1 << 20)) + (64 << 10);

    private static double Mebibytes(Match match) => double.Parse(match.Groups["size"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^llama_(kv_cache|memory)\w*:\s+size\s*=\s*(?<size>[0-9]+(\.[0-9]+)?) MiB", RegexOptions.CultureInvariant)]
    private static partial Regex Memory();

    [GeneratedRegex(@":\s+(?<place>\S+)\s+(compute|output)\s+buffer size\s*=\s*(?<size>[0-9]+(\.[0-9]+)?) MiB", RegexOptions.CultureInvariant)]
    private static partial Regex Buffer();

    [GeneratedRegex(@"layer\s+(?<number>[0-9]+):? dev = (?<device>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Layer();
}

/// <summary>Bytes of a context.</summary>
/// <param name="OnDevice">Where the model computes.</param>
/// <param name="OnHost">Beside it, in the host's memory, where it computes elsewhere.</param>
internal readonly record struct ContextBytes(long OnDevice, long OnHost);
