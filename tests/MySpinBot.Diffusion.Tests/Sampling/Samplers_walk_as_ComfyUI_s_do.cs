using System.Globalization;
using System.Text;
using System.Text.Json;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Diffusion.Tests.Sampling;

/// <summary>Every sampler of golden/comfy-sampling in every scenario: where it goes, what noise it draws, where it ends.</summary>
public sealed class Samplers_walk_as_ComfyUI_s_do
{
    // What the README of the data states, of the largest value; the adaptive sampler's steps react to rounding.
    private const double Usual = 2e-5;
    private const double Adaptive = 2e-4;
    private const double AdaptiveOnTheWay = 2e-3;
    private const double LatentScale = 0.18215;

    private static readonly Tensors Data = Golden.Tensors("comfy-sampling", "samplers.safetensors");

    private static readonly JsonElement Cases = Golden.Json("comfy-sampling", "samplers.json");

    public static TheoryData<string> Names => new(Cases.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("sampler").GetString()!).Distinct());

    [Fact]
    public void Samplers_have_ComfyUI_s_names()
        => Cases.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("sampler").GetString()!).Distinct().ShouldBeSubsetOf(Samplers.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sampler_goes_where_ComfyUI_s_goes(string sampler)
    {
        var off = new StringBuilder();
        foreach (var each in Cases.GetProperty("runs").EnumerateArray().Where(run => run.GetProperty("sampler").GetString() == sampler))
        {
            Compare(each, off);
        }

        off.ToString().ShouldBeEmpty();
    }

    private static void Compare(JsonElement each, StringBuilder off)
    {
        var run = Run.Of(each);
        var name = $"{Text(each, "sampler")} {Text(each, "scenario")}";
        var most = each.GetProperty("final_absmax").GetDouble();
        var isAdaptive = Text(each, "sampler") == "dpm_adaptive";
        var allowed = isAdaptive ? Adaptive : Usual;
        Say(off, $"{name} ends", Distance(run.Final, Data.Floats(Text(each, "final"))) / most, allowed);

        var trace = Data.Floats(Text(each, "trace"));
        var size = run.Final.Length;
        var steps = trace.Length / size;
        if (run.Trace.Count != steps)
        {
            off.AppendLine(CultureInfo.InvariantCulture, $"{name} told {run.Trace.Count} steps, not {steps}");
            return;
        }

        for (var i = 0; i < steps; i++)
        {
            var right = trace.AsSpan(i * size, size);

            // ComfyUI's ipndm and deis show their start at every step, where ours show the latents that were asked about.
            if (i > 0 && right.SequenceEqual(trace.AsSpan(0, size)))
            {
                continue;
            }

            Say(off, $"{name} at step {i}", Distance(run.Trace[i], right.ToArray()) / Math.Max(right.ToArray().Max(Math.Abs), most * LatentScale), isAdaptive ? AdaptiveOnTheWay : allowed);
        }

        CompareDraws(each, run, name, off);
    }

    // Noise that is multiplied by 0 need not be drawn at all; whoever draws, draws the same.
    private static void CompareDraws(JsonElement each, Run run, string name, StringBuilder off)
    {
        JsonElement[] draws = [.. each.GetProperty("draws").EnumerateArray()];
        if (run.Draws.Count == 0)
        {
            return;
        }

        if (run.Draws.Count != draws.Length)
        {
            off.AppendLine(CultureInfo.InvariantCulture, $"{name} drew {run.Draws.Count} times, not {draws.Length}");
            return;
        }

        foreach (var ((from, to, noise), right) in run.Draws.Zip(draws))
        {
            var source = Data.Floats(Text(right, "source") == "brownian" ? Text(each, "brownian") : Text(Cases.GetProperty("keys"), "default_stream"));
            var expected = source.AsSpan(right.GetProperty("index").GetInt32() * noise.Length, noise.Length).ToArray();
            Say(off, $"{name} draws from {from} to {to}", Distance(noise, expected), Text(right, "source") == "brownian" ? 5e-5 : 5e-6);
            Say(off, $"{name} draws from {from}", Math.Abs((from / right.GetProperty("sigma").GetDouble()) - 1), 1e-5);
            Say(off, $"{name} draws to {to}", Math.Abs(to - right.GetProperty("sigma_next").GetDouble()) / Math.Max(to, 1e-3), 1e-5);
        }
    }

    private static void Say(StringBuilder off, string what, double distance, double allowed)
    {
        if (!(distance <= allowed))
        {
            off.AppendLine(CultureInfo.InvariantCulture, $"{what}: {distance:E1} away, {allowed:E1} allowed");
        }
    }

    private static double Distance(float[] values, float[] right) => values.Zip(right, (value, expected) => (double)Math.Abs(value - expected)).Max();

    private static string Text(JsonElement each, string name) => each.GetProperty(name).GetString()!;

    /// <summary>What a sampler did.</summary>
    private sealed record Run(float[] Final, List<float[]> Trace, List<(double From, double To, float[] Noise)> Draws)
    {
        public static Run Of(JsonElement each)
        {
            var keys = Cases.GetProperty("keys");
            float[] Input(string name) => Data.Floats(Text(keys, name));
            int[] sides = Data.Shape(Text(keys, "noise"));
            var shape = new LatentShape(sides[0], sides[1], sides[2], sides[3]);
            var sampling = ModelSampling.Of(SamplingConfig.StableDiffusion);
            var seed = Cases.GetProperty("seed").GetUInt64();
            var sampler = Samplers.Of(new SamplerChoice(Text(each, "sampler")));

            float[] latent = [.. (Text(each, "latent") == "zero" ? Input("zero") : Input("latent_image")).Select(value => (float)(value * LatentScale))];
            var noise = LatentNoise.Of(Latent.Zeros(shape), seed);
            Distance(noise, Input("noise")).ShouldBeLessThan(5e-6);
            var renewed = (float[])noise.Clone();
            if (sampler.RenewsMaskNoise)
            {
                new TorchGenerator(seed + 1).Normal(renewed);
            }

            var model = new AnalyticDenoiser(shape, sampling, Input("positive_b"), Input("negative_b"), each.GetProperty("cfg").GetDouble())
            {
                Mask = each.GetProperty("mask").GetBoolean() ? Input("mask_resized") : null,
                Kept = latent,
                Noise = renewed,
            };

            var steps = Cases.GetProperty("steps").GetInt32();
            var sigmas = Schedules.ForSampler(sampling, Text(each, "sampler"), Text(each, "scheduler"), steps, each.GetProperty("denoise").GetDouble());
            Sigmas_are_ComfyUI_s.Near(sigmas.AsSpan(..^1), Data.Floats(Text(each, "sigmas")).AsSpan(..^1).ToArray(), 4e-6, Text(each, "sigmas"));
            var (trace, draws) = (new List<float[]>(), new List<(double, double, float[])>());
            var x = (float[])noise.Clone();
            sampling.AddNoise(x, latent, sigmas[0]);
            var final = sampler.Sample(model, x, sigmas, new SamplerRun(seed, TestContext.Current.CancellationToken)
            {
                Told = step => trace.Add(step.X.ToArray()),
                Drawn = (from, to, drawn) => draws.Add((from, to, drawn.ToArray())),
            });

            return new Run([.. final.Select(value => (float)(value / LatentScale))], trace, draws);
        }
    }
}
