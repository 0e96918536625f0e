namespace MySpinBot.Diffusion;

/// <summary>One way down from noise to a picture with a scheduler of diffusers, as its pipelines go: noise of one generator for the start and for every step.</summary>
/// <remarks>StableDiffusionPipeline where nothing is painted on; StableDiffusionImg2ImgPipeline where a picture is.</remarks>
internal static class DiffusersDescent
{
    /// <summary>Runs.</summary>
    /// <param name="model">The guided model.</param>
    /// <param name="picture">What is painted on.</param>
    /// <param name="start">The same as it came, with its places in a larger batch.</param>
    /// <param name="request">What is asked; it has a scheduler.</param>
    /// <param name="told">Is told each step; may be null.</param>
    /// <param name="cancellation">Ends it.</param>
    public static SampledLatents Run(IDenoiser model, PaintedPicture picture, Latent start, SamplingRequest request, Action<SamplerStep>? told, CancellationToken cancellation)
    {
        var generator = new TorchGenerator(request.Seed);
        var noise = new float[picture.Shape.Count];
        if (request.AddsNoise && start.BatchIndex.IsEmpty)
        {
            generator.Normal(noise);
        }
        else if (request.AddsNoise)
        {
            noise = LatentNoise.Of(start, request.Seed);
        }

        var denoiser = picture.Mask is { } mask ? new MaskedDenoiser(model, mask, picture.Values, noise) : model;
        var (end, seen) = Run(denoiser, DiffusersWalk.Of(request.Scheduler!.Config, request.Scheduler.Steps), picture.Values, noise, request.Scheduler.Strength, generator.Normal, told, cancellation);
        return new SampledLatents(start.WithValues(picture.Shape, picture.Unscaled(end)), start.WithValues(picture.Shape, picture.Unscaled(seen)));
    }

    /// <summary>Runs with noise that is given.</summary>
    /// <param name="model">The guided model.</param>
    /// <param name="walk">The scheduler's steps.</param>
    /// <param name="picture">What is painted on, in the model's scale.</param>
    /// <param name="noise">Noise of deviation 1.</param>
    /// <param name="strength">How much is made new.</param>
    /// <param name="draw">Draws more noise.</param>
    /// <param name="told">Is told each step; may be null.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Where it ends, and what the model saw last.</returns>
    internal static (float[] End, float[] Seen) Run(IDenoiser model, DiffusersWalk walk, float[] picture, float[] noise, double strength, DrawNoise draw, Action<SamplerStep>? told, CancellationToken cancellation)
    {
        var first = Math.Max(walk.Steps - Math.Min((int)(walk.Steps * strength), walk.Steps), 0);
        var x = Start(walk, picture, noise, first);
        var (output, seen, drawn, exploding) = (new float[x.Length], (float[])[.. picture], new float[x.Length], new float[x.Length]);
        for (var step = first; step < walk.Timesteps.Length; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var parts = walk.Parts(step);
            var sigma = walk.SigmaAt(step);
            Mix.Of(exploding, 1 / Math.Max(parts.Picture, DiffusersWalk.LeastShare), x);
            model.Denoise(exploding, sigma, seen);
            Say(walk.Config.Prediction, parts, x, seen, output);
            told?.Invoke(new SamplerStep(step - first, walk.Timesteps.Length - first, sigma, x, seen));
            if (walk.Draws(step))
            {
                draw(drawn);
            }

            walk.Step(step, output, x, seen, drawn);
        }

        return (x, seen);
    }

    // Nothing but noise where nothing is painted on; else the picture with the noise of the first step.
    private static float[] Start(DiffusersWalk walk, float[] picture, float[] noise, int first)
    {
        float[] x = [.. noise];
        if (first == 0 && !picture.AsSpan().ContainsAnyExcept(0f))
        {
            Mix.Of(x, walk.StartScale, x);
        }
        else if (first < walk.Timesteps.Length)
        {
            var (share, noisy) = walk.Parts(first);
            Mix.Of(x, share, picture, noisy, noise);
        }
        else
        {
            picture.CopyTo(x, 0);
        }

        return x;
    }

    /// <summary>What a network must have said for this to be what is seen in the latents.</summary>
    private static void Say(PredictionKind prediction, (double Picture, double Noise) parts, float[] x, float[] seen, float[] output)
    {
        var (picture, noise) = parts;
        var strength = Math.Sqrt((picture * picture) + (noise * noise));
        switch (prediction)
        {
            case PredictionKind.Sample: seen.CopyTo(output, 0); break;

            // Of latents of full strength, √a · noise − √(1 − a) · picture, the noise being what is left of them.
            case PredictionKind.Velocity: Mix.Of(output, picture / (noise * strength), x, -strength / noise, seen); break;
            default: Mix.Of(output, 1 / noise, x, -picture / noise, seen); break;
        }
    }
}

/// <summary>Draws noise of deviation 1.</summary>
/// <param name="noise">Room for it.</param>
internal delegate void DrawNoise(Span<float> noise);
