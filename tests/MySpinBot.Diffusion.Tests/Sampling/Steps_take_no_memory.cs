namespace MySpinBot.Diffusion.Tests.Sampling;

public sealed class Steps_take_no_memory
{
    private static readonly LatentShape Shape = new(1, 4, 64, 64);

    [Fact]
    public void Of_any_sampler_that_grows_with_the_latents()
    {
        var model = new AnalyticDenoiser(Shape, ModelSampling.Of(SamplingConfig.StableDiffusion), [1f, -1f], [0.25f, 0f], 1);
        foreach (var sampler in Samplers.Names.Where(name => name != "dpm_adaptive"))
        {
            // Room is made before the first step, and may depend on how many there are; between 12 and 24 steps it does not.
            Taken(sampler, model, 12);
            var perStep = (Taken(sampler, model, 24) - Taken(sampler, model, 12)) / 12;

            perStep.ShouldBeLessThan(Shape.Count * sizeof(float) / 16, sampler);
        }
    }

    private static long Taken(string name, AnalyticDenoiser model, int steps)
    {
        var sampler = Samplers.Of(new SamplerChoice(name));
        var sigmas = Schedules.Sigmas(model.Sampling, "karras", steps);
        var x = new float[Shape.Count];
        new TorchGenerator(3).Normal(x);
        var run = new SamplerRun(5, CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();
        sampler.Sample(model, x, sigmas, run);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
