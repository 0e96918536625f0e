using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Imaging.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Sampling;

/// <summary>Every scheduler of the reference data with its own configuration: times, sigmas, the start, what the network is given, and every step.</summary>
[Trait("Category", "golden")]
public sealed class Schedulers_step_as_those_of_diffusers
{
    // Values are up to 50.
    private const double Tolerance = 1e-4;
    private const double SigmaTolerance = 1e-5;

    [Fact]
    public void In_every_step()
    {
        foreach (var folder in Folders())
        {
            using var io = Checkpoint.Open(Path.Combine(folder, "io.safetensors"));
            foreach (var each in Json(folder).EnumerateObject())
            {
                Compare(io, each.Name, Walk(each.Value));
            }
        }
    }

    [Fact]
    public void Noise_is_added_as_in_training()
    {
        foreach (var folder in Folders())
        {
            using var io = Checkpoint.Open(Path.Combine(folder, "io.safetensors"));
            var noise = new DiffusersNoise(DiffusersConfig.For(SamplingConfig.StableDiffusion, DiffusersScheduler.Ddim));
            Seen.Farthest(noise.Betas, io.ReadFloats("train.betas")).ShouldBeLessThanOrEqualTo(1e-8);
            Seen.Farthest(noise.Alphas, io.ReadFloats("train.alphas_cumprod")).ShouldBeLessThanOrEqualTo(1e-6);
            var times = new long[io.Get("train.timesteps").Count];
            io.Read(io.Get("train.timesteps"), System.Runtime.InteropServices.MemoryMarshal.AsBytes(times.AsSpan()));
            var (picture, drawn) = (io.ReadFloats("train.x0"), io.ReadFloats("train.noise"));
            var (noisy, velocity, size) = (new float[picture.Length], new float[picture.Length], picture.Length / times.Length);
            for (var i = 0; i < times.Length; i++)
            {
                noise.Add(picture.AsSpan(i * size, size), drawn.AsSpan(i * size, size), (int)times[i], noisy.AsSpan(i * size, size));
                noise.Velocity(picture.AsSpan(i * size, size), drawn.AsSpan(i * size, size), (int)times[i], velocity.AsSpan(i * size, size));
            }

            Seen.Farthest(noisy, io.ReadFloats("train.add_noise")).ShouldBeLessThanOrEqualTo(1e-5);
            Seen.Farthest(velocity, io.ReadFloats("train.v_target")).ShouldBeLessThanOrEqualTo(1e-5);
        }
    }

    [Fact]
    public void A_denoiser_is_told_apart_into_what_a_network_would_say()
    {
        // The network that says what the data has is asked as a denoiser; the way is the same.
        foreach (var folder in Folders())
        {
            using var io = Checkpoint.Open(Path.Combine(folder, "io.safetensors"));
            foreach (var each in Json(folder).EnumerateObject())
            {
                var walk = Walk(each.Value);
                var noise = io.ReadFloats($"{each.Name}.unit_noise");
                var drawn = 0;
                var (end, _) = DiffusersDescent.Run(new Said(walk, io.ReadFloats($"{each.Name}.model_outputs")), walk, new float[noise.Length], noise, 1, room => io.ReadFloats($"{each.Name}.noises").AsSpan(room.Length * drawn++, room.Length).CopyTo(room), null, CancellationToken.None);
                Seen.Farthest(end, io.ReadFloats($"{each.Name}.prev_samples").AsSpan(^noise.Length..)).ShouldBeLessThanOrEqualTo(5e-3, each.Name);
            }
        }
    }

    [Theory]
    [InlineData("{}", "_class_name")]
    [InlineData("{\"_class_name\": \"HeunDiscreteScheduler\"}", "EulerDiscreteScheduler")]
    [InlineData("{\"_class_name\": \"DDIMScheduler\", \"thresholding\": true}", "thresholding = true")]
    [InlineData("{\"_class_name\": \"DDIMScheduler\", \"num_train_timesteps\": 1e300}", "a number from 1")]
    [InlineData("{\"_class_name\": \"PNDMScheduler\"}", "skip_prk_steps")]
    [InlineData("{\"_class_name\": \"DDIMScheduler\", \"trained_betas\": [0.1]}", "as many as there are trained_betas")]
    public void What_is_not_known_is_refused(string json, string sentence)
        => Should.Throw<NodeFailure>(() => DiffusersConfig.Read(JsonDocument.Parse(json).RootElement)).Message.ShouldContain(sentence);

    [Fact]
    public void Networks_are_told_times_between_those_of_the_table()
    {
        var config = DiffusersConfig.For(SamplingConfig.StableDiffusion, DiffusersScheduler.Euler) with { Spacing = TimestepSpacing.Linspace };
        var walk = DiffusersWalk.Of(config, 6);
        walk.Timesteps.ShouldContain(time => time != MathF.Round(time));
        Enumerable.Range(0, walk.Timesteps.Length).Select(step => walk.Timestep(walk.SigmaAt(step))).ShouldBe(walk.Timesteps);
    }

    [Fact]
    public void As_many_steps_are_taken_as_the_model_knows_times()
    {
        var config = DiffusersConfig.For(SamplingConfig.StableDiffusion, DiffusersScheduler.Euler);
        Should.Throw<NodeFailure>(() => DiffusersWalk.Of(config, 1001)).Message.ShouldContain("1 to 1000");
        foreach (var scheduler in Enum.GetValues<DiffusersScheduler>())
        {
            DiffusersWalk.Of(config with { Scheduler = scheduler }, 1).Timesteps.Length.ShouldBe(1);
        }

        Should.Throw<NodeFailure>(() => DiffusersConfig.For(SamplingConfig.StableVideoDiffusion, DiffusersScheduler.Euler)).Message.ShouldContain("a table of times");
    }

    private static void Compare(Checkpoint io, string tag, DiffusersWalk walk)
    {
        var times = io.ReadFloats($"{tag}.timesteps");
        Seen.Farthest(walk.Timesteps.AsSpan(), times).ShouldBeLessThanOrEqualTo(1e-3, tag);
        if (io.TryGet($"{tag}.sigmas", out var told))
        {
            var sigmas = io.ReadFloats(told);
            walk.Sigmas.Length.ShouldBe(sigmas.Length, tag);
            for (var i = 0; i < sigmas.Length; i++)
            {
                walk.Sigmas[i].ShouldBe(sigmas[i], (SigmaTolerance * sigmas[i]) + 1e-12, $"{tag}: sigma {i}");
            }
        }

        var start = io.ReadFloats($"{tag}.init_noise_sigma")[0];
        walk.StartScale.ShouldBe(start, (float)(SigmaTolerance * start), tag);
        float[] x = [.. io.ReadFloats($"{tag}.unit_noise").Select(value => value * walk.StartScale)];
        Seen.Farthest(x, io.ReadFloats($"{tag}.init_latents")).ShouldBeLessThanOrEqualTo(Tolerance, tag);
        var (outputs, scaled, original) = (io.ReadFloats($"{tag}.model_outputs"), new float[x.Length], new float[x.Length]);
        for (var step = 0; step < times.Length; step++)
        {
            walk.ScaleInput(step, x, scaled);
            Seen.Farthest(scaled, Part(io, $"{tag}.scaled_inputs", step, x.Length)).ShouldBeLessThanOrEqualTo(Tolerance, $"{tag}: input {step}");
            walk.Step(step, outputs.AsSpan(step * x.Length, x.Length), x, original, walk.Draws(step) ? Part(io, $"{tag}.noises", step, x.Length) : []);
            Seen.Farthest(x, Part(io, $"{tag}.prev_samples", step, x.Length)).ShouldBeLessThanOrEqualTo(Tolerance, $"{tag}: step {step}");
            if (io.TryGet($"{tag}.pred_original_samples", out _))
            {
                Seen.Farthest(original, Part(io, $"{tag}.pred_original_samples", step, x.Length)).ShouldBeLessThanOrEqualTo(Tolerance, $"{tag}: picture {step}");
            }
        }
    }

    private static DiffusersWalk Walk(JsonElement each)
    {
        var json = JsonNode.Parse(each.GetProperty("config").GetRawText())!.AsObject();
        json["_class_name"] = each.GetProperty("class").GetString();
        var config = DiffusersConfig.Read(JsonSerializer.SerializeToElement(json));
        return DiffusersWalk.Of(each.GetProperty("step_kwargs").TryGetProperty("eta", out var eta) ? config with { Eta = eta.GetDouble() } : config, each.GetProperty("steps").GetInt32());
    }

    private static ReadOnlySpan<float> Part(Checkpoint io, string name, int index, int size) => io.ReadFloats(name).AsSpan(index * size, size);

    private static IEnumerable<string> Folders() => Golden.Folders("sd15-*").Select(folder => Path.Combine(folder, "schedulers"));

    private static JsonElement Json(string folder) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "schedulers.json"))).RootElement;

    /// <summary>What the network of the data said, as a denoiser would see it.</summary>
    private sealed class Said(DiffusersWalk walk, float[] outputs) : IDenoiser
    {
        private int _step;

        public LatentShape Shape => throw new NotSupportedException("Nobody asks.");

        public ModelSampling Sampling => throw new NotSupportedException("Nobody asks.");

        public void Denoise(ReadOnlySpan<float> x, float sigma, Span<float> denoised, Span<float> unconditional = default)
        {
            var (picture, noise) = walk.Parts(_step);
            var share = Math.Max(picture, 1.0 / 4096);
            var strength = Math.Sqrt((picture * picture) + (noise * noise));
            for (var i = 0; i < denoised.Length; i++)
            {
                double said = outputs[(_step * denoised.Length) + i];
                var latent = x[i] * share;
                denoised[i] = (float)(walk.Config.Prediction == PredictionKind.Velocity ? ((picture / strength * latent) - (noise * said)) / strength : (latent - (noise * said)) / picture);
            }

            _step++;
        }
    }
}
