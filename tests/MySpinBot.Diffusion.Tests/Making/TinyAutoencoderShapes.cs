namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>The two files of a TAESD, each a sequence that is numbered through.</summary>
internal static class TinyAutoencoderShapes
{
    private const int Levels = 4;
    private const int BlocksOfLevel = 3;

    /// <summary>The half that makes pictures of latents.</summary>
    /// <param name="latent">Channels of the latents.</param>
    /// <param name="features">Channels within: 64 in the published ones.</param>
    public static ShapeList Decoder(int latent = 4, int features = 64)
    {
        // Nothing at 0, which only bounds what comes in, and at 2, which is an activation.
        var (shapes, number) = (new ShapeList().Conv("1", features, latent), 3);
        for (var level = 0; level < Levels - 1; level++)
        {
            for (var block = 0; block < BlocksOfLevel; block++)
            {
                Block(shapes, number++, features);
            }

            // A doubling has no weights; the convolution behind it has no bias.
            number++;
            shapes.Conv($"{number++}", features, features, bias: false);
        }

        Block(shapes, number++, features);
        return shapes.Conv($"{number}", 3, features);
    }

    /// <summary>The half that makes latents of pictures.</summary>
    public static ShapeList Encoder(int latent = 4, int features = 64)
    {
        var (shapes, number) = (new ShapeList().Conv("0", features, 3), 1);
        Block(shapes, number++, features);
        for (var level = 0; level < Levels - 1; level++)
        {
            shapes.Conv($"{number++}", features, features, bias: false);
            for (var block = 0; block < BlocksOfLevel; block++)
            {
                Block(shapes, number++, features);
            }
        }

        return shapes.Conv($"{number}", latent, features);
    }

    private static void Block(ShapeList shapes, int number, int features)
        => shapes.Conv($"{number}.conv.0", features, features).Conv($"{number}.conv.2", features, features).Conv($"{number}.conv.4", features, features);
}
