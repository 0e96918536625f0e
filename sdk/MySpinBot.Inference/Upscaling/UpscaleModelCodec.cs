using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>The byte form of an <see cref="UpscaleModel"/>: its weights, architecture, scale, precision.</summary>
public sealed class UpscaleModelCodec : IValueCodec<UpscaleModel>
{
    /// <inheritdoc/>
    public string Name => "upscale-model-2";

    /// <inheritdoc/>
    public void Encode(UpscaleModel value, Stream output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new ValueWriter(output);
        writer.Weights(value.Weights);
        writer.Text(value.Architecture);
        writer.Int32(value.Scale);
        writer.Choice(value.Precision);
    }

    /// <inheritdoc/>
    public UpscaleModel Decode(Stream input)
    {
        var reader = new ValueReader(input, "an upscaling model");
        return reader.End(new UpscaleModel(reader.Weights(), reader.Text(), reader.Int32(1), reader.Choice<UpscalePrecision>()));
    }
}
