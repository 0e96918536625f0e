using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Svd;

/// <summary>Guidance that is not the same for every frame of a video.</summary>
public static class VideoGuidanceNodes
{
    /// <summary>Guides the first frame least and the last as much as the sampler says, evenly between.</summary>
    /// <remarks>A video begins with the picture that it is made from, so its first frames need little guidance, and too much of it burns their colours. diffusers' pipeline of Stable Video Diffusion guides so: 1 here, and 3 in the sampler.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="minCfg">The scale of the first frame.</param>
    /// <returns>The model, guided so.</returns>
    [Node("VideoLinearCFGGuidance", Title = "Video Linear CFG Guidance", Category = "model/sampling/guiders", Search = "SVD,image to video,guidance,cfg")]
    public static DiffusionModel Linear(DiffusionModel model, [Range(0.0, 100.0), Input(Step = 0.5, Advanced = true)] double minCfg = 1)
        => model with { Guidance = new LinearVideoGuidance(minCfg) };

    /// <summary>Guides the first and the last frame least and the middle as much as the sampler says, evenly between.</summary>
    /// <remarks>For videos that are to return to where they began, and for models that turn around what they show.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="minCfg">The scale of the first and the last frame.</param>
    /// <returns>The model, guided so.</returns>
    [Node("VideoTriangleCFGGuidance", Title = "Video Triangle CFG Guidance", Category = "model/sampling/guiders", Search = "SVD,SV3D,image to video,guidance,cfg")]
    public static DiffusionModel Triangle(DiffusionModel model, [Range(0.0, 100.0), Input(Step = 0.5, Advanced = true)] double minCfg = 1)
        => model with { Guidance = new TriangularVideoGuidance(minCfg) };
}
