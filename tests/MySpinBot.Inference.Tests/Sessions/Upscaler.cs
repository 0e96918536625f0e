namespace MySpinBot.Inference.Tests;

/// <summary>A small real model that takes pictures of any size, and a picture for it.</summary>
internal static class Upscaler
{
    public const int Scale = 4;

    public static string File => RealModels.File("upscale_models/realesr-animevideov3.onnx");

    public static OnnxSession Load(OnnxSessionOptions? how = null) => OnnxSession.Load(OnnxModel.FromFile(File), ComputeDevice.Cpu, how ?? OnnxSessionOptions.Usual);

    /// <summary>[1, 3, side, side] of a smooth pattern that differs everywhere.</summary>
    public static float[] Picture(int side, int seed = 0)
    {
        var numbers = new float[3 * side * side];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = 0.5f + (0.5f * MathF.Sin((i * 0.37f) + seed));
        }

        return numbers;
    }

    public static float[] Run(OnnxSession session, float[] picture, int side, CancellationToken cancellation = default)
    {
        using var input = Tensor.Of(picture, 1, 3, side, side);
        var outputs = session.Run(new Dictionary<string, Tensor> { [session.Model.Inputs[0].Name] = input }, cancellation);
        using var output = outputs[session.Model.Outputs[0].Name];
        return output.ToFloats();
    }
}
