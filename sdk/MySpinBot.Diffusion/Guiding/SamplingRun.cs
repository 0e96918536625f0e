using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Samples for a node: the network is opened and given room, each step is told and shown, and memory that does not suffice makes batches smaller.</summary>
public static class SamplingRun
{
    /// <summary>Samples.</summary>
    /// <param name="request">What.</param>
    /// <param name="context">The call: where weights, models and memory come from, and where progress and previews go.</param>
    /// <param name="cancellation">Ends it, within one operator of the network.</param>
    /// <exception cref="NodeFailure">The model, the conditions and the latents do not belong together, or memory does not suffice.</exception>
    public static async Task<SampledLatents> RunAsync(SamplingRequest request, NodeContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        cancellation.ThrowIfCancellationRequested();
        var model = request.Guider.Model;
        var start = PaintedPicture.WithChannels(request.Start, model.Network.OutChannels);
        if (request.Sigmas.IsDefaultOrEmpty && request.Scheduler is null)
        {
            return new SampledLatents(start, start);
        }

        using var network = await DiffusionNetwork.OpenAsync(model, context, cancellation);
        using var previewer = await LatentPreviewer.OpenAsync(model, start.Shape, context, cancellation);
        var sampled = await RunAsync(request with { Start = start }, network, context.Log.Info, Tell, cancellation);
        if (sampled.Output.Values.ContainsAny(float.NaN, float.PositiveInfinity, float.NegativeInfinity))
        {
            context.Log.Warn("What was sampled holds values that are no numbers: the picture will be black or broken. Weights that overflow 16 bits do that; load the model with precision fp32.");
        }

        return sampled;

        void Tell(SamplerStep step)
        {
            context.Progress(step.Index + 1, Math.Max(step.Steps, step.Index + 1), "steps");
            previewer.Show(step.Denoised.Span, isLast: step.Index + 1 >= step.Steps);
        }
    }

    /// <summary>Samples with a network that is open.</summary>
    internal static async Task<SampledLatents> RunAsync(SamplingRequest request, IDiffusionNetwork network, Action<string> log, Action<SamplerStep>? told, CancellationToken cancellation)
    {
        var sampling = ModelSampling.Of(request.Guider.Model.Sampling);
        var picture = PaintedPicture.Of(request.Start, request.Guider.Model.LatentScale);
        var guidance = Guidance.Of(request.Guider);
        var conditioned = new ConditionedNetwork(network, sampling, picture, new BatchRoom(network, log), cancellation) { Times = request.Scheduler is { } scheduler ? DiffusersWalk.Of(scheduler.Config, scheduler.Steps).Timestep : null };
        var sides = new Sides(conditioned, picture.Shape, Placement.Of(guidance.Sides, picture.Shape, sampling));
        bool[] wanted = [.. guidance.Sides.Select((_, side) => guidance.Wants(side, WantsUnconditional(request.Sampler)))];
        await conditioned.PrepareAsync(sides.Groups(wanted));
        var denoiser = new GuidedDenoiser(guidance, sides, picture.Shape, sampling, cancellation);

        // A sampler is a long calculation; the thread that called must not be held by it.
        return await Task.Run(() => request.Scheduler is null ? Descent.Run(denoiser, picture, request.Start, request, told, cancellation) : DiffusersDescent.Run(denoiser, picture, request.Start, request, told, cancellation), cancellation);
    }

    /// <summary>CFG++ asks for the negative side at every scale, so there has to be room for it.</summary>
    private static bool WantsUnconditional(SamplerChoice sampler) => sampler.Name.Contains("cfg_pp", StringComparison.Ordinal);
}
