using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>Guidance that grows along a video.</summary>
public static class VideoLinearCFGGuidanceNode
{
    /// <summary>Guides the first frame least and the last as much as the sampler says, evenly between.</summary>
    /// <param name="model">The model.</param>
    /// <param name="minCfg">The scale of the first frame.</param>
    /// <returns>The model, guided so.</returns>
    [Node("VideoLinearCFGGuidance", Title = "Video linear CFG guidance", Category = "sampling/video", Search = "SVD,guidance,cfg")]
    public static DiffusionModel Apply(DiffusionModel model, [Range(0.0, 100.0), Input(Step = 0.5)] double minCfg = 1)
        => model with { Guidance = new LinearVideoGuidance(minCfg) };
}
