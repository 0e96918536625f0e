using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Makes pictures larger with a model. Holds the model, and working memory for as many pictures as are under way, until it is disposed. Calls may overlap.</summary>
public sealed class Upscaler : IDisposable
{
    private Upscaler(UpscaleModel model) => Model = model;

    /// <summary>Finds the model's weights and leases the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="context">The call: where weights, models and memory come from, and where progress goes.</param>
    /// <param name="options">How pictures are cut up; null for the usual way.</param>
    /// <param name="cancellation">Ends the wait for memory, and the loading.</param>
    /// <exception cref="NodeFailure">The weights are not there or are damaged, or the model can never fit.</exception>
    public static Task<Upscaler> OpenAsync(UpscaleModel model, NodeContext context, UpscaleOptions? options = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>The model.</summary>
    public UpscaleModel Model { get; }

    /// <summary>How many times larger it makes a picture.</summary>
    public int Scale => Model.Scale;

    /// <summary>Makes each picture of a batch larger; progress is told by tiles. Results are clamped to 0..1.</summary>
    /// <param name="image">The pictures: RGB, RGBA (transparency is taken through the model as a grey picture) or grey.</param>
    /// <param name="cancellation">Ends the work, inside a tile too.</param>
    /// <returns>The pictures, <see cref="Scale"/> times as wide and high, with as many channels.</returns>
    /// <exception cref="NodeFailure">The result would be larger than an image may be, or memory does not suffice for the smallest tile.</exception>
    public Task<Image> UpscaleAsync(Image image, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Makes one frame larger. Does not tell progress: frames are counted by who takes them through.</summary>
    /// <param name="rgb">Packed RGB bytes, [height, width, 3].</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="result">Room for packed RGB bytes, [height · <see cref="Scale"/>, width · <see cref="Scale"/>, 3]. Values are clamped and rounded.</param>
    /// <param name="cancellation">Ends the work, inside a tile too.</param>
    /// <exception cref="NodeFailure">Memory does not suffice for the smallest tile.</exception>
    public Task UpscaleAsync(ReadOnlyMemory<byte> rgb, int width, int height, Memory<byte> result, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Lets the model and the working memory go.</summary>
    public void Dispose()
    {
    }
}
