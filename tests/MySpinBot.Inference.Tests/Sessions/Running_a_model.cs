using MySpinBot.Checkpoints;
using MySpinBot.Imaging;

namespace MySpinBot.Inference.Tests;

public sealed class Running_a_model
{
    [Fact]
    public void An_exported_model_gives_what_its_reference_gave()
    {
        using var session = Upscaler.Load();
        session.Model.Inputs.ShouldHaveSingleItem().Rank.ShouldBe(4);
        var golden = Npy.Floats(RealModels.File("golden/golden-animevideov3/output_1x3x128x128_f32.npy"));

        var outputs = Upscaler.Run(session, GoldenPicture(), 32);

        outputs.Length.ShouldBe(golden.Length);
        outputs.Zip(golden, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void Results_go_into_tensors_that_are_there()
    {
        using var session = Upscaler.Load();
        var picture = Upscaler.Picture(24);
        using var input = Tensor.Of(picture, 1, 3, 24, 24);
        using var room = session.Allocate(TensorType.Float32, 1, 3, 96, 96);

        session.Run(Named(session.Model.Inputs[0].Name, input), Named(session.Model.Outputs[0].Name, room), default);

        room.Floats.ToArray().ShouldBe(Upscaler.Run(session, picture, 24));
    }

    private static Dictionary<string, Tensor> Named(string name, Tensor tensor) => new() { [name] = tensor };

    private static float[] GoldenPicture()
    {
        var image = ImageCodec.Decode(RealModels.File("golden/golden-animevideov3/input_32x32.png")).Image;
        var (pixels, plane) = (image.Memory.ToArray(), image.Height * image.Width);
        var planar = new float[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            planar[((i % 3) * plane) + (i / 3)] = pixels[i];
        }

        return planar;
    }
}
