using System.Text.Json;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Diffusion.Tests.Sampling;

/// <summary>Tables, schedules and formulas of golden/comfy-sampling.</summary>
public sealed class Sigmas_are_ComfyUI_s
{
    // What the README of the data states; tan near its pole in single precision is worse.
    private const double Usual = 4e-6;
    private const double NearThePole = 1.3e-4;

    private static readonly Tensors Data = Golden.Tensors("comfy-sampling", "sigmas.safetensors");

    private static readonly JsonElement Cases = Golden.Json("comfy-sampling", "sigmas.json");

    [Fact]
    public void A_model_has_the_table_that_it_was_trained_with()
    {
        foreach (var each in Cases.GetProperty("tables").EnumerateObject())
        {
            var sampling = Model(each.Name);

            Near(sampling.Table, Data.Floats(each.Value.GetProperty("sigmas").GetString()!), sampling is DiscreteSampling ? 0 : Usual, each.Name);
            ((double)sampling.SigmaMin).ShouldBe(each.Value.GetProperty("sigma_min").GetDouble(), 1e-9, each.Name);
            ((double)sampling.SigmaMax).ShouldBe(each.Value.GetProperty("sigma_max").GetDouble(), 1e-7 * sampling.SigmaMax, each.Name);
        }
    }

    [Fact]
    public void Schedules_have_ComfyUI_s_names_in_its_order()
        => Schedules.Names.ShouldBe(Cases.GetProperty("schedulers").EnumerateArray().Select(name => name.GetString()!));

    [Fact]
    public void Every_schedule_gives_its_sigmas()
    {
        foreach (var each in Cases.GetProperty("calculate_sigmas").EnumerateArray())
        {
            var sigmas = Schedules.Sigmas(Model(each.GetProperty("model").GetString()!), Scheduler(each), each.GetProperty("steps").GetInt32());

            Near(sigmas, Data.Floats(each.GetProperty("key").GetString()!), Tolerance(each), each.ToString());
        }
    }

    [Fact]
    public void A_sampler_runs_the_end_of_a_schedule_where_it_denoises_in_part()
    {
        foreach (var each in Cases.GetProperty("ksampler").EnumerateArray())
        {
            var sigmas = Schedules.ForSampler(
                Model(each.GetProperty("model").GetString()!),
                each.GetProperty("sampler").GetString()!,
                Scheduler(each),
                each.GetProperty("steps").GetInt32(),
                each.GetProperty("denoise") is { ValueKind: JsonValueKind.Number } denoise ? denoise.GetDouble() : 1);

            Near(sigmas, Data.Floats(each.GetProperty("key").GetString()!), Tolerance(each), each.ToString());
        }
    }

    [Fact]
    public void Time_belongs_to_sigma_and_sigma_to_time()
    {
        foreach (var each in Formulas())
        {
            var sampling = Model(each.GetProperty("model").GetString()!);
            var name = each.GetProperty("model").GetString()!;

            Near(Tensor(each, "sigma_query").Select(sampling.Timestep).ToArray(), Numbers(each.GetProperty("timestep").GetString()!), Usual, name);
            Near(Tensor(each, "timestep_query").Select(sampling.Sigma).ToArray(), Tensor(each, "sigma"), Usual, name);
            foreach (var pair in each.GetProperty("percent").EnumerateArray())
            {
                var right = pair[1].GetDouble();
                ((double)sampling.AtShare(pair[0].GetDouble())).ShouldBe(right, Usual * Math.Max(right, 1e-6), $"{name} at {pair[0]}");
            }
        }
    }

    [Fact]
    public void What_goes_in_and_comes_out_is_scaled()
    {
        foreach (var each in Formulas())
        {
            var sampling = Model(each.GetProperty("model").GetString()!);
            var (x, output, latent, sigmas) = (Tensor(each, "x"), Tensor(each, "model_output"), Tensor(each, "latent"), Tensor(each, "sigma_batch"));
            var picture = x.Length / sigmas.Length;
            var (input, denoised, noisy) = (new float[x.Length], new float[x.Length], (float[])x.Clone());
            for (var i = 0; i < sigmas.Length; i++)
            {
                var range = new Range(i * picture, (i + 1) * picture);
                sampling.ScaleInput(x.AsSpan(range), sigmas[i], input.AsSpan(range));
                sampling.Denoised(x.AsSpan(range), output.AsSpan(range), sigmas[i], denoised.AsSpan(range));
                sampling.AddNoise(noisy.AsSpan(range), latent.AsSpan(range), sigmas[i]);
            }

            var (usual, most) = (Tensor(each, "noise_scaling"), Tensor(each, "noise_scaling_max"));
            for (var i = 0; i < sigmas.Length; i++)
            {
                if (sampling.IsMost(sigmas[i]))
                {
                    most.AsSpan(i * picture, picture).CopyTo(usual.AsSpan(i * picture));
                }
            }

            var name = each.GetProperty("model").GetString()!;
            Close(input, Tensor(each, "calculate_input"), name);
            Close(denoised, Tensor(each, "calculate_denoised"), name);
            Close(noisy, usual, name);
        }
    }

    [Fact]
    public void Pure_noise_is_scaled_as_the_most_there_is()
    {
        foreach (var each in Formulas())
        {
            var sampling = Model(each.GetProperty("model").GetString()!);
            var (noise, latent) = (new[] { 1f, -2f }, new[] { 0.25f, 0.5f });

            sampling.AddNoise(noise, latent, sampling.SigmaMax * (1 + 4e-6f));

            var scale = Math.Sqrt(1 + ((double)sampling.SigmaMax * sampling.SigmaMax));
            ((double)noise[0]).ShouldBe(scale + 0.25, scale * 1e-5);
            ((double)noise[1]).ShouldBe((-2 * scale) + 0.5, scale * 1e-5);
        }
    }

    [Fact]
    public void A_schedule_that_there_is_not_is_named_with_those_that_there_are()
    {
        var failure = Should.Throw<MySpinBot.Sdk.NodeFailure>(() => Schedules.Sigmas(Model("eps_discrete"), "karas", 20));

        failure.Message.ShouldContain("'karas'");
        failure.Message.ShouldContain("karras");
        failure.Input.ShouldBe("scheduler");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Schedules.MaxSteps + 1)]
    public void Steps_are_bounded(int steps)
        => Should.Throw<MySpinBot.Sdk.NodeFailure>(() => Schedules.Sigmas(Model("eps_discrete"), "normal", steps)).Input.ShouldBe("steps");

    [Fact]
    public void A_share_so_small_that_the_whole_would_never_end_is_refused()
        => Should.Throw<MySpinBot.Sdk.NodeFailure>(() => Schedules.ForSampler(Model("eps_discrete"), "euler", "normal", 20, 1e-9)).Input.ShouldBe("denoise");

    [Theory]
    [InlineData(0, 0.6)]
    [InlineData(0.6, 0)]
    [InlineData(double.NaN, 1)]
    public void A_beta_distribution_has_numbers_above_0(double alpha, double beta)
        => Should.Throw<MySpinBot.Sdk.NodeFailure>(() => TableSchedules.Beta(Model("eps_discrete"), 20, alpha, beta)).Message.ShouldContain("above 0");

    internal static ModelSampling Model(string name) => ModelSampling.Of(name switch
    {
        "eps_discrete" => SamplingConfig.StableDiffusion,
        "v_discrete" => new SamplingConfig(PredictionKind.Velocity, new DiscreteNoise()),
        "v_discrete_zsnr" => new SamplingConfig(PredictionKind.Velocity, new DiscreteNoise(HasZeroTerminal: true)),
        "v_edm_svd" => SamplingConfig.StableVideoDiffusion,
        _ => throw new ArgumentException($"The reference data has a model '{name}', which no test knows.", nameof(name)),
    });

    internal static void Near(ReadOnlySpan<float> values, float[] right, double tolerance, string what)
    {
        values.Length.ShouldBe(right.Length, what);
        for (var i = 0; i < right.Length; i++)
        {
            if (float.IsNaN(right[i]))
            {
                values[i].ShouldBe(float.NaN, what);
                continue;
            }

            Math.Abs((double)values[i] - right[i]).ShouldBeLessThanOrEqualTo(tolerance * Math.Abs((double)right[i]), $"{what} at {i}: {values[i]:R} for {right[i]:R}");
        }
    }

    // kl_optimal's tangent is near its pole for high sigmas; what is looked up is exact.
    private static double Tolerance(JsonElement each) => Scheduler(each) switch
    {
        "kl_optimal" => NearThePole,
        "simple" or "ddim_uniform" or "beta" when Model(each.GetProperty("model").GetString()!) is DiscreteSampling => 0,
        _ => Usual,
    };

    private static string Scheduler(JsonElement each) => each.GetProperty("scheduler").GetString()!;

    private static IEnumerable<JsonElement> Formulas() => Cases.GetProperty("formulas").EnumerateArray();

    private static float[] Tensor(JsonElement each, string name) => Data.Floats(each.GetProperty(name).GetString()!);

    // Times of a table are whole numbers, and stored so.
    private static float[] Numbers(string key)
        => Data.Bytes(key) is var bytes && Data.Shape(key)[0] is var count && bytes.Length == 8 * count
            ? [.. Enumerable.Range(0, count).Select(i => (float)BitConverter.ToInt64(bytes, 8 * i))] : Data.Floats(key);

    private static void Close(float[] values, float[] right, string what)
    {
        var most = right.Max(Math.Abs);
        values.Zip(right, (value, expected) => (double)Math.Abs(value - expected)).Max().ShouldBeLessThanOrEqualTo(Usual * most, what);
    }
}
