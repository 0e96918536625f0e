using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>How a file will be loaded: everything that was left open is decided, and what it takes is known.</summary>
internal sealed class LlamaPlan
{
    /// <summary>Tokens of the memory where nobody said how many.</summary>
    internal const int UsualContext = 8192;

    /// <summary>Bytes for what has to leave the model's memory, where nobody said how many.</summary>
    internal const long UsualSavedBytes = 256 << 20;

    /// <summary>The most tokens that can be asked for: four million are more than any model was trained with.</summary>
    internal const int MostContext = 1 << 22;

    private readonly GgufModelFile _file;
    private readonly WeightFile _weights;
    private readonly LlamaOptions _options;
    private readonly IReadOnlyList<string> _adapters;
    private readonly LlamaPlacement _placement;

    private LlamaPlan(GgufModelFile file, WeightFile weights, LlamaOptions options, IReadOnlyList<string> adapters, LlamaPlacement placement)
        => (_file, _weights, _options, _adapters, _placement) = (file, weights, options, adapters, placement);

    /// <summary>Decides.</summary>
    /// <exception cref="NodeFailure">The file or the options are wrong.</exception>
    public static LlamaPlan Of(string path, WeightFile weights, LlamaOptions options, IReadOnlyList<string> adapters, IReadOnlyList<DeviceLedger> ledgers)
    {
        var file = GgufModelFile.Read(path);
        LlamaOptionFaults.Check(options, file, adapters);
        var resolved = options with { Context = options.Context == 0 ? Math.Min(file.TrainedContext, UsualContext) : options.Context };
        return new LlamaPlan(file, weights, resolved, adapters, LlamaPlacing.Choose(file, weights, resolved, ledgers));
    }

    /// <summary>What is asked of the shelf.</summary>
    public ModelRecipe<LlamaModel> Recipe()
    {
        var measure = LlamaMeasure.Of(Key, _file, _options, _placement);
        var bytes = Bytes(measure);
        return new ModelRecipe<LlamaModel>
        {
            Key = Key,
            Title = $"{_file.Values.Text("general.name") ?? Path.GetFileNameWithoutExtension(_file.Path)} ({_options.Context} tokens)",
            Device = _placement.Device.Id,
            EstimatedBytes = bytes,
            Load = cancellation => new ValueTask<Resident<LlamaModel>>(Task.Factory.StartNew(() => Load(measure, bytes, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        };
    }

    /// <summary>Identity: the same key is the same resident.</summary>
    private string Key => LlamaKey.Of(_file, _weights, _options, _placement);

    // What is saved lies in the host's memory: on its ledger only where the model does.
    private long Bytes(LlamaMeasure measure)
        => checked((_placement.Device.Pointer == 0 ? SavedBytes(_options, measure.Context(Need)) : 0) + LlamaPlacing.WeightsOnDevice(_file, _placement) + _adapters.Sum(adapter => new FileInfo(adapter).Length) + measure.Context(Need).OnDevice);

    /// <summary>Bytes for what has to leave the model's memory.</summary>
    internal static long SavedBytes(LlamaOptions options, ContextBytes memory) => options.SavedBytes ?? Math.Min(memory.OnDevice, UsualSavedBytes);

    private ContextNeed Need => NeedOf(_file, _options);

    /// <summary>The memory that the model's requests share.</summary>
    internal static ContextNeed NeedOf(GgufModelFile file, LlamaOptions options)
    {
        var need = ContextNeed.Shared(options.Context, options.Sequences);
        if (file.ReadsBothWays)
        {
            return need with { Embeds = true, Batch = ContextNeed.Round(options.Context), Pooling = TextVector.Pooling(file) };
        }

        // Windows and recurrent states take memory for each sequence number, and few can be of use: nothing is shared.
        return file.Forgets ? need with { Sequences = Math.Min(options.Sequences + 1, ContextNeed.MostSequences) } : need;
    }

    private Resident<LlamaModel> Load(LlamaMeasure measure, long bytes, CancellationToken cancellation)
    {
        var weights = LlamaWeights.Load(_file, _options, _placement, _adapters, null, cancellation);
        LlamaModel model;
        try
        {
            model = new LlamaModel(weights, measure, LlamaKey.OfStates(_weights, _options));
        }
        catch
        {
            weights.Dispose();
            throw;
        }

        return new Resident<LlamaModel>(model, bytes, model.DisposeAsync);
    }
}

/// <summary>Keys of models on the shelf.</summary>
internal static class LlamaKey
{
    /// <summary>What states of sequences depend on: those of one such key can be gone on with under any other options.</summary>
    public static string OfStates(WeightFile weights, LlamaOptions options)
        => string.Create(CultureInfo.InvariantCulture, $"{weights.Id} {options.Cache} {options.RopeScaling} {options.RopeBase:R} {options.RopeScale:R}{Adapters(options)}");

    /// <summary>What the model is by content, how it is loaded, and where to.</summary>
    public static string Of(GgufModelFile file, WeightFile weights, LlamaOptions options, LlamaPlacement placement)
    {
        // Other parts of a model are not in the content id of the first, so they are told apart by what the system says of them.
        var parts = string.Concat(file.Parts.Skip(1).Select(part => new FileInfo(part)).Select(part => string.Create(CultureInfo.InvariantCulture, $" {part.Length}@{part.LastWriteTimeUtc.Ticks}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"llama {placement.Device.Id} {placement.Layers} {weights.Id}{parts} {options.Context} {options.Sequences} {options.Cache} {options.RopeScaling} {options.RopeBase:R} {options.RopeScale:R} {options.Threads} {options.SavedBytes}{Adapters(options)}");
    }

    private static string Adapters(LlamaOptions options)
        => string.Concat(options.Adapters.Select(adapter => string.Create(CultureInfo.InvariantCulture, $" {adapter.Weights.Id}*{adapter.Scale:R}")));
}
