using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>The byte form of a <see cref="LanguageModel"/>: its sources in their order.</summary>
public sealed class LanguageModelCodec : IValueCodec<LanguageModel>
{
    private const int MostSources = 64;
    private const int MostAdapters = 64;

    private enum SourceKind
    {
        Local,
        Remote,
    }

    /// <inheritdoc/>
    public string Name => "language-model-1";

    /// <inheritdoc/>
    public void Encode(LanguageModel value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.List(value.Sources, source => Write(writer, source));
    }

    /// <inheritdoc/>
    public LanguageModel Decode(Stream input)
    {
        var reader = new ValueReader(input, "a language model");
        var sources = reader.List(MostSources, () => Read(reader));
        return sources.Length > 0 ? reader.End(new LanguageModel(sources)) : throw reader.Damaged("it has no sources");
    }

    private static void Write(ValueWriter writer, LanguageSource source)
    {
        switch (source)
        {
            case LocalSource local:
                writer.Choice(SourceKind.Local);
                writer.Weights(local.Weights);
                Write(writer, local.Options);
                break;
            case RemoteSource remote:
                writer.Choice(SourceKind.Remote);
                writer.Text(remote.Target);
                writer.Text(remote.Model);
                break;
            default:
                throw new ArgumentException($"There is no byte form of a {source.GetType().Name}.", nameof(source));
        }
    }

    private static LanguageSource Read(ValueReader reader) => reader.Choice<SourceKind>() switch
    {
        SourceKind.Local => new LocalSource(reader.Weights(), ReadOptions(reader)),
        _ => new RemoteSource(reader.Text(), reader.Text()),
    };

    private static void Write(ValueWriter writer, LlamaOptions options)
    {
        writer.Int32(options.Context);
        writer.Int32(options.Sequences);
        writer.Optional(options.Device, device => writer.Text(device));
        Number(writer, options.DeviceLayers);
        writer.Choice(options.Cache);
        writer.Choice(options.RopeScaling);
        Number(writer, options.RopeBase);
        Number(writer, options.RopeScale);
        writer.List(options.Adapters, adapter =>
        {
            writer.Weights(adapter.Weights);
            writer.Double(adapter.Scale);
        });
        writer.Int32(options.Threads);
        writer.Flag(options.SavedBytes is not null);
        if (options.SavedBytes is { } saved)
        {
            writer.Int64(saved);
        }
    }

    private static LlamaOptions ReadOptions(ValueReader reader) => new()
    {
        Context = reader.Int32(0),
        Sequences = reader.Int32(1),
        Device = reader.Optional(() => reader.Text()),
        DeviceLayers = Number(reader) is { } layers ? (int)layers : null,
        Cache = reader.Choice<CacheType>(),
        RopeScaling = reader.Choice<RopeScaling>(),
        RopeBase = Number(reader),
        RopeScale = Number(reader),
        Adapters = reader.List(MostAdapters, () => new LlamaAdapter(reader.Weights(), reader.Double())),
        Threads = reader.Int32(0),
        SavedBytes = reader.Flag() ? reader.Int64(0) : null,
    };

    private static void Number(ValueWriter writer, double? value)
    {
        writer.Flag(value is not null);
        if (value is { } number)
        {
            writer.Double(number);
        }
    }

    private static double? Number(ValueReader reader) => reader.Flag() ? reader.Double() : null;
}
