using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Latents as colours, one pixel a cell: a weighted sum of their channels, fitted to what the autoencoder gives.</summary>
/// <remarks>The weights are those of ComfyUI's <c>latent_formats.py</c>; they give −1..1, in the model's scale of the latents.</remarks>
internal sealed class LatentColours
{
    private const double ScaleOfXl = 0.13025;

    private static readonly float[] First =
    [
        0.3512f, 0.2297f, 0.3227f,
        0.3250f, 0.4974f, 0.2350f,
        -0.2829f, 0.1762f, 0.2721f,
        -0.2120f, -0.2616f, -0.7177f,
    ];

    private static readonly float[] Xl =
    [
        0.3651f, 0.4232f, 0.4341f,
        -0.2533f, -0.0042f, 0.1068f,
        0.1076f, 0.1111f, -0.0362f,
        -0.3165f, -0.2492f, -0.2188f,
    ];

    private static readonly float[] XlBias = [0.1084f, -0.0175f, -0.0011f];

    private readonly float[] _weights; // [channels, 3]
    private readonly float[] _bias;

    private LatentColours(float[] weights, float[] bias) => (_weights, _bias) = (weights, bias);

    /// <summary>The projection for latents of a model.</summary>
    /// <param name="channels">Channels of the latents. Where nothing was fitted for so many, the first three are shown.</param>
    /// <param name="latentScale">What the model's latents are multiplied by.</param>
    public static LatentColours Of(int channels, double latentScale)
    {
        if (channels == 4)
        {
            return Math.Abs(latentScale - ScaleOfXl) < 1e-4 ? new LatentColours(Xl, XlBias) : new LatentColours(First, [0, 0, 0]);
        }

        var plain = new float[channels * 3];
        for (var colour = 0; colour < 3; colour++)
        {
            plain[(Math.Min(colour, channels - 1) * 3) + colour] = 0.5f;
        }

        return new LatentColours(plain, [0, 0, 0]);
    }

    /// <summary>One picture.</summary>
    /// <param name="latent">[channels, height, width], in the model's scale.</param>
    /// <param name="height">Rows of cells.</param>
    /// <param name="width">Columns of cells.</param>
    public Image Picture(ReadOnlySpan<float> latent, int height, int width)
    {
        var cells = height * width;
        var pixels = new float[cells * 3];
        for (var cell = 0; cell < cells; cell++)
        {
            for (var colour = 0; colour < 3; colour++)
            {
                var sum = _bias[colour];
                for (var channel = 0; channel * 3 < _weights.Length; channel++)
                {
                    sum += latent[(channel * cells) + cell] * _weights[(channel * 3) + colour];
                }

                // What is no number is shown black, so that it is seen.
                pixels[(cell * 3) + colour] = float.IsNaN(sum) ? 0 : Math.Clamp((sum + 1) / 2, 0, 1);
            }
        }

        return Image.Own(1, height, width, 3, pixels);
    }
}
