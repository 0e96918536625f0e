using System.Text.Json;
using MySpinBot.Imaging.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Guiding;

/// <summary>One file of the reference data of sampling: its cases and its tensors.</summary>
internal sealed class SamplingGolden(string file)
{
    private const string Folder = "comfy-sampling";

    private readonly Tensors _tensors = Golden.Tensors(Folder, $"{file}.safetensors");

    /// <summary>What the file says.</summary>
    public JsonElement Json { get; } = Golden.Json(Folder, $"{file}.json");

    /// <summary>The seed of all runs.</summary>
    public static ulong Seed => Golden.Json(Folder, "samplers.json").GetProperty("seed").GetUInt64();

    public float[] Values(string key) => _tensors.Floats(key);

    public int[] Sides(string key) => _tensors.Shape(key);

    public Latent Latent(string key)
    {
        var sides = Sides(key);
        return Diffusion.Latent.Own(new LatentShape(sides[0], sides[1], sides[2], sides[3]), Values(key));
    }

    /// <summary>[batch, height, width]</summary>
    public Mask Mask(string key)
    {
        var sides = Sides(key);
        return Sdk.Mask.Own(sides[0], sides[1], sides[2], Values(key));
    }

    /// <summary>A condition that carries what the toy models go towards.</summary>
    public Condition Towards(string key) => new(Embedding.Own(1, 1, Values(key).Length, Values(key)));

    /// <summary>The farthest that two are apart, over the largest that is wanted.</summary>
    public static double Distance(ReadOnlySpan<float> actual, ReadOnlySpan<float> wanted)
    {
        actual.Length.ShouldBe(wanted.Length);
        var (farthest, largest) = (0.0, 0.0);
        for (var i = 0; i < wanted.Length; i++)
        {
            var apart = Math.Abs((double)actual[i] - wanted[i]);
            farthest = double.IsNaN(apart) ? double.PositiveInfinity : Math.Max(farthest, apart);
            largest = Math.Max(largest, Math.Abs(wanted[i]));
        }

        return farthest / Math.Max(largest, 1e-30);
    }

    /// <summary>What is configured for a name of the reference data.</summary>
    public static SamplingConfig Config(string model) => model switch
    {
        "eps_discrete" => SamplingConfig.StableDiffusion,
        "v_discrete" => SamplingConfig.StableDiffusion with { Prediction = PredictionKind.Velocity },
        "v_edm_svd" => SamplingConfig.StableVideoDiffusion,
        _ => throw new ArgumentOutOfRangeException(nameof(model), model, "There is no such model in these tests."),
    };
}
