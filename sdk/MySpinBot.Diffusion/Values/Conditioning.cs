using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>What a picture is to show: one or more conditions, each of which may count for a part of the picture and of the sampling only.</summary>
/// <param name="Conditions">The conditions, in the order in which they were combined.</param>
[Socket("CONDITIONING", Color = "#ffa931")]
public sealed record Conditioning(ImmutableArray<Condition> Conditions)
{
    /// <summary>Each condition changed in the same way.</summary>
    public Conditioning Each(Func<Condition, Condition> change) => new([.. Conditions.Select(change)]);
}

/// <summary>One condition.</summary>
/// <param name="Text">What the network attends to: the encoded prompt, or the encoded picture of Stable Video Diffusion.</param>
public sealed record Condition(Embedding Text)
{
    /// <summary>The prompt in one vector, [batch, 1, width]: for models that take it (SDXL). Null where the encoder gives none.</summary>
    public Embedding? Pooled { get; init; }

    /// <summary>Where it counts; null for the whole picture.</summary>
    public ConditionArea? Area { get; init; }

    /// <summary>Where it counts, and how much; null for everywhere alike.</summary>
    public ConditionMask? Mask { get; init; }

    /// <summary>How much it counts beside others.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>From where in the sampling it counts: 0 at its beginning.</summary>
    public double Start { get; init; }

    /// <summary>Until where in the sampling it counts: 1 at its end.</summary>
    public double End { get; init; } = 1;

    /// <summary>Whether it counts only where no other does.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Latents that go into the network beside the noise: the picture that a video begins with, or the picture of an inpainting model. Null for none.</summary>
    public Latent? Concat { get; init; }

    /// <summary>Where an inpainting model paints, 1 is made new. Null for none.</summary>
    public Mask? ConcatMask { get; init; }

    /// <summary>What Stable Video Diffusion is told beside the picture; null for other models.</summary>
    public VideoCondition? Video { get; init; }

    /// <summary>Sizes that SDXL is told; null for others.</summary>
    public PictureSizes? Sizes { get; init; }
}

/// <summary>A part of the picture.</summary>
/// <param name="X">Left side: in latent cells, or as a share of the width.</param>
/// <param name="Y">Upper side, likewise.</param>
/// <param name="Width">Width, likewise.</param>
/// <param name="Height">Height, likewise.</param>
/// <param name="IsShare">Whether the four are shares of the picture, 0..1; else they are cells.</param>
public sealed record ConditionArea(double X, double Y, double Width, double Height, bool IsShare = false);

/// <summary>Where and how much a condition counts.</summary>
/// <param name="Mask">1 fully, 0 not at all; scaled to the latents where it is used.</param>
/// <param name="Strength">What the mask is multiplied by.</param>
/// <param name="IsBounded">Whether the network only sees the rectangle that the mask fills.</param>
public sealed record ConditionMask(Mask Mask, double Strength = 1, bool IsBounded = false);

/// <summary>What Stable Video Diffusion is told.</summary>
/// <param name="Fps">Frames a second that it was trained to know: one less than those that are played.</param>
/// <param name="MotionBucket">How much moves.</param>
/// <param name="Augmentation">How much noise was added to the picture.</param>
public sealed record VideoCondition(double Fps, double MotionBucket, double Augmentation);

/// <summary>Sizes that SDXL is told, in pixels.</summary>
/// <param name="Width">Of the picture that was trained on.</param>
/// <param name="Height">Likewise.</param>
/// <param name="CropX">How much of its left was cut away.</param>
/// <param name="CropY">How much of its top was cut away.</param>
/// <param name="TargetWidth">Of the picture that is wanted.</param>
/// <param name="TargetHeight">Likewise.</param>
public sealed record PictureSizes(int Width, int Height, int CropX, int CropY, int TargetWidth, int TargetHeight);
