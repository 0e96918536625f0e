using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>How a mask bounds what a condition sees.</summary>
public enum ConditionBounds
{
    /// <summary>The network sees the whole picture, and the mask weighs what it says.</summary>
    [Choice("default")]
    Whole,

    /// <summary>The network sees only the rectangle that the mask fills.</summary>
    [Choice("mask bounds")]
    MaskBounds,
}

/// <summary>Conditions for a part of the picture, or of the sampling.</summary>
public static class ConditioningPlaceNodes
{
    // Pixels of a side that a cell of the latents stands for.
    private const int Cell = 8;

    /// <summary>Makes conditions count in a rectangle of the picture only.</summary>
    /// <param name="conditioning">The conditions.</param>
    /// <param name="width">Width of the rectangle, in pixels.</param>
    /// <param name="height">Height of the rectangle, in pixels.</param>
    /// <param name="x">Its left side, in pixels.</param>
    /// <param name="y">Its upper side, in pixels.</param>
    /// <param name="strength">How much they count beside others.</param>
    /// <returns>The same conditions, for the rectangle.</returns>
    [Node("ConditioningSetArea", Title = "Conditioning (Set Area)", Category = "model/conditioning/transform", Search = "regional prompt,area prompt,spatial conditioning,localized prompt")]
    public static Conditioning SetArea(
        Conditioning conditioning,
        [Range(64, 16384), Input(Step = 8)] int width = 64,
        [Range(64, 16384), Input(Step = 8)] int height = 64,
        [Range(0, 16384), Input(Step = 8)] int x = 0,
        [Range(0, 16384), Input(Step = 8)] int y = 0,
        [Range(0.0, 10.0), Input(Step = 0.01)] double strength = 1)
        => Placed(conditioning, new ConditionArea(x / Cell, y / Cell, width / Cell, height / Cell), strength);

    /// <summary>Makes conditions count in a rectangle of the picture only, given as shares of it.</summary>
    /// <param name="conditioning">The conditions.</param>
    /// <param name="width">Width of the rectangle, as a share of the picture's.</param>
    /// <param name="height">Height of the rectangle, as a share of the picture's.</param>
    /// <param name="x">Its left side, as a share of the width.</param>
    /// <param name="y">Its upper side, as a share of the height.</param>
    /// <param name="strength">How much they count beside others.</param>
    /// <returns>The same conditions, for the rectangle.</returns>
    [Node("ConditioningSetAreaPercentage", Title = "Conditioning (Set Area with Percentage)", Category = "model/conditioning/transform", Search = "regional prompt,area prompt,spatial conditioning")]
    public static Conditioning SetAreaPercentage(
        Conditioning conditioning,
        [Range(0.0, 1.0), Input(Step = 0.01)] double width = 1,
        [Range(0.0, 1.0), Input(Step = 0.01)] double height = 1,
        [Range(0.0, 1.0), Input(Step = 0.01)] double x = 0,
        [Range(0.0, 1.0), Input(Step = 0.01)] double y = 0,
        [Range(0.0, 10.0), Input(Step = 0.01)] double strength = 1)
        => Placed(conditioning, new ConditionArea(x, y, width, height, IsShare: true), strength);

    /// <summary>Says how much conditions count beside others.</summary>
    /// <param name="conditioning">The conditions.</param>
    /// <param name="strength">How much they count.</param>
    /// <returns>The same conditions, stronger or weaker.</returns>
    [Node("ConditioningSetAreaStrength", Title = "Conditioning Set Area Strength", Category = "model/conditioning/transform", Search = "weight")]
    public static Conditioning SetAreaStrength(Conditioning conditioning, [Range(0.0, 10.0), Input(Step = 0.01)] double strength = 1)
        => conditioning.Each(condition => condition with { Strength = strength });

    /// <summary>Makes conditions count where a mask says.</summary>
    /// <param name="conditioning">The conditions.</param>
    /// <param name="mask">1 fully, 0 not at all. It is scaled to the picture.</param>
    /// <param name="strength">What the mask is multiplied by.</param>
    /// <param name="setCondArea">Whether the network sees the whole picture, or only the rectangle that the mask fills.</param>
    /// <returns>The same conditions, for the mask.</returns>
    [Node("ConditioningSetMask", Title = "Conditioning (Set Mask)", Category = "model/conditioning/transform", Search = "masked prompt,regional inpaint conditioning,mask conditioning")]
    public static Conditioning SetMask(Conditioning conditioning, Mask mask, [Range(0.0, 10.0), Input(Step = 0.01)] double strength = 1, ConditionBounds setCondArea = ConditionBounds.Whole)
        => conditioning.Each(condition => condition with { Mask = new ConditionMask(mask, strength, setCondArea == ConditionBounds.MaskBounds) });

    /// <summary>Makes conditions count in a part of the sampling only.</summary>
    /// <param name="conditioning">The conditions.</param>
    /// <param name="start">From where: 0 is the beginning, when all is noise.</param>
    /// <param name="end">Until where: 1 is the end, when the picture is done.</param>
    /// <returns>The same conditions, for that time.</returns>
    [Node("ConditioningSetTimestepRange", Title = "Conditioning Set Timestep Range", Category = "model/conditioning/transform", Search = "prompt scheduling,temporal conditioning")]
    public static Conditioning SetTimestepRange(Conditioning conditioning, [Range(0.0, 1.0), Input(Step = 0.001)] double start = 0, [Range(0.0, 1.0), Input(Step = 0.001)] double end = 1)
        => conditioning.Each(condition => condition with { Start = start, End = end });

    // A rectangle takes the place of the one that a mask had.
    private static Conditioning Placed(Conditioning conditioning, ConditionArea area, double strength)
        => conditioning.Each(condition => condition with { Area = area, Strength = strength, Mask = condition.Mask is { } mask ? mask with { IsBounded = false } : null });
}
