using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Imaging.Tests;
using MySpinBot.Nodes.Svd;

namespace MySpinBot.Diffusion.Tests.Videos;

/// <summary>diffusers samples Stable Video Diffusion with EulerDiscreteScheduler (Karras' sigmas, continuous times, v-prediction). Its sigmas are a node's, its steps are those of the sampler euler.</summary>
[Trait("Category", "golden")]
public sealed class Video_sampling_follows_diffusers_scheduler
{
    [Fact]
    public void In_sigmas_times_and_steps()
    {
        foreach (var folder in Golden.Folders("svd-*"))
        {
            using var io = Checkpoint.Open(Path.Combine(folder, "scheduler", "io.safetensors"));
            var sampling = ModelSampling.Of(SamplingConfig.StableVideoDiffusion);
            foreach (var each in io.Entries.Where(entry => entry.Name.EndsWith(".timesteps", StringComparison.Ordinal)).Select(entry => entry.Name[..^".timesteps".Length]))
            {
                var (sigmas, times) = (io.ReadFloats($"{each}.sigmas"), io.ReadFloats($"{each}.timesteps"));
                var ours = VideoSchedulerNode.Karras((ContinuousNoise)sampling.Config.Noise, times.Length);
                ours.Length.ShouldBe(sigmas.Length);
                ours.Zip(sigmas).Max(pair => Math.Abs(pair.First - pair.Second) / Math.Max(pair.Second, 1e-9)).ShouldBeLessThanOrEqualTo(1e-6, each);
                Schedules.Sigmas(sampling, "karras", times.Length).Zip(ours).Max(pair => Math.Abs(pair.First - pair.Second) / Math.Max(pair.Second, 1e-9)).ShouldBeLessThanOrEqualTo(1e-5, "ComfyUI's differ in the sixth digit");
                ours.SkipLast(1).Zip(times).Max(pair => Math.Abs(sampling.Timestep(pair.First) - pair.Second)).ShouldBeLessThanOrEqualTo(1e-5f, each);
                if (io.TryGet($"{each}.model_outputs", out _))
                {
                    Steps(io, each, sampling, ours);
                }
            }
        }
    }

    private static void Steps(Checkpoint io, string each, ModelSampling sampling, float[] sigmas)
    {
        var noise = io.ReadFloats($"{each}.unit_noise");
        var model = new Told(sampling, new LatentShape(1, noise.Length, 1, 1), io.ReadFloats($"{each}.model_outputs"), io.ReadFloats($"{each}.scaled_inputs"), io.ReadFloats($"{each}.pred_original_samples"));
        float[] x = [.. noise];
        sampling.AddNoise(x, new float[noise.Length], sigmas[0]);
        Seen.Farthest(x, [.. noise.Select(value => value * io.ReadFloats($"{each}.init_noise_sigma")[0])]).ShouldBeLessThanOrEqualTo(1e-3, each);

        List<float[]> begun = [];
        var end = Samplers.Of(new SamplerChoice("euler")).Sample(model, x, sigmas, new SamplerRun(0, TestContext.Current.CancellationToken) { Told = step => begun.Add(step.X.ToArray()) });
        var expected = io.ReadFloats($"{each}.prev_samples").Chunk(noise.Length).ToArray();
        for (var step = 0; step < expected.Length; step++)
        {
            Seen.Farthest(step + 1 < begun.Count ? begun[step + 1] : end, expected[step]).ShouldBeLessThanOrEqualTo(1e-3, $"{each} {step}");
        }
    }

    /// <summary>A network that says what the reference's said.</summary>
    private sealed class Told(ModelSampling sampling, LatentShape shape, float[] outputs, float[] inputs, float[] originals) : IDenoiser
    {
        private int _step;

        public LatentShape Shape => shape;

        public ModelSampling Sampling => sampling;

        public void Denoise(ReadOnlySpan<float> x, float sigma, Span<float> denoised, Span<float> unconditional = default)
        {
            var now = _step++ * x.Length;
            var scaled = new float[x.Length];
            sampling.ScaleInput(x, sigma, scaled);
            Seen.Farthest(scaled, inputs.AsSpan(now, x.Length)).ShouldBeLessThanOrEqualTo(1e-4, "what goes into the network");
            sampling.Denoised(x, outputs.AsSpan(now, x.Length), sigma, denoised);
            Seen.Farthest(denoised, originals.AsSpan(now, x.Length)).ShouldBeLessThanOrEqualTo(1e-3, "what it sees without noise");
        }
    }
}
