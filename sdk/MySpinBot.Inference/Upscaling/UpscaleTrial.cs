using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>A run of an exported graph over a small grey picture: how much larger does it make it?</summary>
internal static class UpscaleTrial
{
    private const int Side = 16;

    public static async ValueTask<int> ScaleAsync(UpscaleModel model, string path, UpscaleFile file, IModelShelf shelf, CancellationToken cancellation)
    {
        var (form, device) = (file.Form, ComputeDevice.Choose(shelf));
        var side = TilePlan.Up(Side, form.Cut.Multiple);
        var (width, height) = (form.Cut.FixedWidth ?? side, form.Cut.FixedHeight ?? side);
        using var lease = await shelf.LeaseAsync(UpscaleSession.Recipe(model, path, file, device), cancellation);
        using var reserved = await shelf.ReserveAsync(new MemoryNeed(device.Id, file.Model.WorkingBytes(device, form.Sizes(width, height))), "A small picture that an upscaling model is tried with", cancellation);
        var pixels = new float[3 * width * height];
        Array.Fill(pixels, 0.5f);
        long[] shape = [3 / form.Channels, form.Channels, height, width];
        using var input = form.Types.Taken == TensorType.Float16 ? Tensor.Of(Array.ConvertAll(pixels, value => (Half)value).AsMemory(), shape) : Tensor.Of(pixels, shape);
        var outputs = lease.Model.Run(new Dictionary<string, Tensor> { [form.Input] = input }, cancellation);
        try
        {
            var given = outputs[form.Output].Shape;
            return given.Length == 4 && given[1] == form.Channels && given[2] > 0 && given[2] % height == 0 && given[2] / height == given[3] / width && given[3] % width == 0
                ? checked((int)(given[2] / height))
                : throw new NodeFailure($"This graph makes [{string.Join(", ", given)}] of a picture of {width}×{height}; one that makes pictures larger by a whole number would be right.");
        }
        finally
        {
            foreach (var output in outputs.Values)
            {
                output.Dispose();
            }
        }
    }
}
