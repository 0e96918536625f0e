using MySpinBot.Diffusion.Tests.Autoencoding;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Arranging;

/// <summary>Composites, turned and cut latents, arithmetic: in numbers that one can read.</summary>
public sealed class Latents_are_laid_over_each_other
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public void Borders_that_lie_within_are_blended()
    {
        var under = Latent.Zeros(new LatentShape(1, 1, 4, 6));
        var over = Filled(1, 3, 9, 8);

        var both = LatentCompositeNodes.Compose(under, over, x: 16, y: 8, feather: 16);

        // Three rows down to the lower border, where nothing is blended; four columns to the right one.
        Rows(both).ShouldBe(
        [
            [0, 0, 0, 0, 0, 0],
            [0, 0, 2, 4, 4, 4],
            [0, 0, 4, 8, 8, 8],
            [0, 0, 4, 8, 8, 8],
        ]);
    }

    [Fact]
    public void Without_feather_it_covers_and_what_lies_outside_is_cut_off()
    {
        Rows(LatentCompositeNodes.Compose(Latent.Zeros(new LatentShape(1, 1, 2, 3)), Filled(1, 5, 5, 3), x: 16)).ShouldBe([[0, 0, 3], [0, 0, 3]]);
        Rows(LatentCompositeNodes.Compose(Latent.Zeros(new LatentShape(1, 1, 2, 3)), Filled(1, 5, 5, 3), y: 80)).ShouldBe([[0, 0, 0], [0, 0, 0]]);
    }

    [Fact]
    public void A_mask_says_how_much_is_seen()
    {
        var mask = Mask.Own(1, 1, 2, [0.25f, 1]);

        Rows(LatentCompositeNodes.ComposeMasked(Filled(1, 2, 4, 4), Filled(1, 1, 2, 8), Ended, x: 8, mask: mask)).ShouldBe([[4, 5, 8, 4], [4, 4, 4, 4]]);
        Rows(LatentCompositeNodes.ComposeMasked(Filled(1, 1, 3, 4), Filled(1, 1, 1, 8), Ended, resizeSource: true)).ShouldBe([[8, 8, 8]]);
    }

    [Fact]
    public void Turned_and_mirrored_and_cut()
    {
        var latent = Latent.Own(new LatentShape(1, 1, 2, 3), [1, 2, 3, 4, 5, 6]);

        Rows(LatentTransformNodes.Rotate(latent, LatentTransformNodes.LatentRotation.Quarter)).ShouldBe([[4, 1], [5, 2], [6, 3]]);
        Rows(LatentTransformNodes.Rotate(latent, LatentTransformNodes.LatentRotation.Half)).ShouldBe([[6, 5, 4], [3, 2, 1]]);
        Rows(LatentTransformNodes.Rotate(latent, LatentTransformNodes.LatentRotation.ThreeQuarters)).ShouldBe([[3, 6], [2, 5], [1, 4]]);
        Rows(LatentTransformNodes.Flip(latent)).ShouldBe([[4, 5, 6], [1, 2, 3]]);
        Rows(LatentTransformNodes.Flip(latent, LatentTransformNodes.LatentMirror.Horizontally)).ShouldBe([[3, 2, 1], [6, 5, 4]]);
        var large = GoldenVae.Chance(new LatentShape(2, 4, 12, 20));
        LatentTransformNodes.Crop(large, 64, 72, x: 160, y: 8).Shape.ShouldBe(new LatentShape(2, 4, 9, 8));
        LatentTransformNodes.Crop(latent, 64, 64).Shape.ShouldBe(latent.Shape);
    }

    [Fact]
    public void Put_together_and_cut_along_a_side()
    {
        var (one, other) = (Filled(1, 1, 2, 1), Filled(1, 1, 1, 2));

        Rows(LatentSideNodes.Concatenate(one, other)).ShouldBe([[1, 1, 2]]);
        Rows(LatentSideNodes.Concatenate(one, other, "-x")).ShouldBe([[2, 1, 1]]);
        Rows(LatentSideNodes.Concatenate(one, Filled(1, 2, 2, 2), "y")).ShouldBe([[1, 1], [2, 2], [2, 2]]);
        LatentSideNodes.Concatenate(one, Filled(3, 1, 2, 2), "t").Shape.Batch.ShouldBe(4);
        Should.Throw<NodeFailure>(() => LatentSideNodes.Concatenate(one, Filled(1, 2, 2, 2))).Message.ShouldContain("all other sides have to be the same");
        Rows(LatentSideNodes.Cut(Latent.Own(new LatentShape(1, 1, 1, 4), [1, 2, 3, 4]), "x", index: -3, amount: 2)).ShouldBe([[2, 3]]);
        LatentSideNodes.Cut(GoldenVae.Chance(new LatentShape(5, 1, 1, 1)), "t", index: 3, amount: 9).BatchIndex.ShouldBe([3, 4]);
    }

    [Fact]
    public void Added_subtracted_multiplied_and_mixed_each_picture_with_its_own()
    {
        var (two, one) = (Latent.Own(new LatentShape(2, 1, 1, 2), [1, 2, 3, 4]), Latent.Own(new LatentShape(1, 1, 1, 2), [10, 20]));

        LatentMathNodes.Add(two, one, Ended).Values.ToArray().ShouldBe([11, 22, 13, 24]);
        LatentMathNodes.Subtract(two, one, Ended).Values.ToArray().ShouldBe([-9, -18, -7, -16]);
        LatentMathNodes.Multiply(two, -0.5).Values.ToArray().ShouldBe([-0.5f, -1, -1.5f, -2]);
        LatentMathNodes.Blend(two, one, Ended, 0.25).Values.ToArray().ShouldBe([7.75f, 15.5f, 8.25f, 16]);
        Should.Throw<NodeFailure>(() => LatentMathNodes.Add(two, Latent.Zeros(new LatentShape(1, 2, 1, 2)), Ended)).Input.ShouldBe("samples2");
    }

    [Fact]
    public void Between_two_directions_the_length_is_kept()
    {
        // Two cells of two channels: (3, 0) and (0, 0), beside (0, 4) and (0, 5).
        var (first, second) = (Latent.Own(new LatentShape(1, 2, 1, 2), [3, 0, 0, 0]), Latent.Own(new LatentShape(1, 2, 1, 2), [0, 0, 4, 5]));

        var between = LatentMathNodes.Interpolate(first, second, Ended, 0.5).Values.ToArray();

        var side = 3.5f * MathF.Sqrt(0.5f);
        between.Zip([side, 0, side, 2.5f]).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-6f);
        LatentMathNodes.Interpolate(first, second, Ended).Values.ToArray().ShouldBe([3, 0, 0, 0]);
    }

    private static Latent Filled(int batch, int height, int width, float value)
    {
        var values = new float[batch * height * width];
        Array.Fill(values, value);
        return Latent.Own(new LatentShape(batch, 1, height, width), values);
    }

    private static float[][] Rows(Latent latent) => [.. latent.Values.ToArray().Chunk(latent.Shape.Width)];
}
