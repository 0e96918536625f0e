using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>What guides a model.</summary>
public static class GuiderNodes
{
    /// <summary>Guides by one condition alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="conditioning">What the picture is to show.</param>
    /// <returns>The guider.</returns>
    [Node("BasicGuider", Title = "Basic guider", Category = "model/sampling/guiders", Search = "guidance,conditioning")]
    public static Guider Basic(DiffusionModel model, Conditioning conditioning) => new(model, conditioning, Negative: null, Scale: 1);

    /// <summary>Guides away from the negative and towards the positive (classifier-free guidance).</summary>
    /// <param name="model">The model.</param>
    /// <param name="positive">What the picture is to show.</param>
    /// <param name="negative">What it is not to show.</param>
    /// <param name="cfg">How much the positive counts beside the negative: 1 leaves the negative out.</param>
    /// <returns>The guider.</returns>
    [Node("CFGGuider", Title = "CFG guider", Category = "model/sampling/guiders", Search = "classifier-free guidance,negative")]
    public static Guider Cfg(DiffusionModel model, Conditioning positive, Conditioning negative, [Range(0, 100), Input(Step = 0.1)] double cfg = 8) => new(model, positive, negative, cfg);

    /// <summary>Guides by two conditions, each with its own scale.</summary>
    /// <remarks>Regular: from the negative to the second by its scale, and on by the first's distance from the second. Nested: from the second to the first by the first's scale, and from the negative to that by the other.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="cond1">The first condition.</param>
    /// <param name="cond2">The second condition.</param>
    /// <param name="negative">What the picture is not to show.</param>
    /// <param name="cfgConds">How much the first counts beside the second.</param>
    /// <param name="cfgCond2Negative">How much the second counts beside the negative.</param>
    /// <param name="style">How the two are put together.</param>
    /// <returns>The guider.</returns>
    [Node("DualCFGGuider", Title = "Dual CFG guider", Category = "model/sampling/guiders", Search = "dual prompt guidance")]
    public static Guider Dual(
        DiffusionModel model,
        Conditioning cond1,
        Conditioning cond2,
        Conditioning negative,
        [Range(0, 100), Input(Step = 0.1)] double cfgConds = 8,
        [Range(0, 100), Input(Step = 0.1, Name = "cfg_cond2_negative")] double cfgCond2Negative = 8,
        [Choices("regular", "nested")] string style = "regular")
        => new(model, cond1, negative, cfgConds) { Second = new SecondGuidance(cond2, cfgCond2Negative, IsNested: style == "nested") };

    /// <summary>Guides away from the part of the negative that the positive does not share, so that a negative that resembles the positive takes nothing from it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="positive">What the picture is to show.</param>
    /// <param name="negative">What it is not to show.</param>
    /// <param name="emptyConditioning">An empty prompt.</param>
    /// <param name="cfg">How much the positive counts beside the empty prompt.</param>
    /// <param name="negScale">How much of the negative is taken away.</param>
    /// <returns>The guider.</returns>
    [Node("PerpNegGuider", Title = "Perp-Neg guider", Category = "experimental", Search = "negative,perpendicular,guidance", Experimental = true)]
    public static Guider PerpNeg(
        DiffusionModel model,
        Conditioning positive,
        Conditioning negative,
        Conditioning emptyConditioning,
        [Range(0, 100), Input(Step = 0.1)] double cfg = 8,
        [Range(0, 100), Input(Step = 0.01, Advanced = true)] double negScale = 1)
        => new(model, positive, negative, cfg) { Perpendicular = new PerpendicularGuidance(emptyConditioning, negScale) };
}
