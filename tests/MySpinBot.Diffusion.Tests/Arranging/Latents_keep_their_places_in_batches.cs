using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Arranging;

/// <summary>Batches: what is taken out keeps the noise and the mask that it has there.</summary>
public sealed class Latents_keep_their_places_in_batches
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public void A_picture_that_is_taken_out_knows_where_it_was()
    {
        var batch = Numbered(0, 1, 2, 3, 4).WithNoiseMask(Masks(0, 1, 2));

        var part = LatentBatchNodes.From(batch, batchIndex: 2, length: 9);
        var again = LatentBatchNodes.From(part, batchIndex: 1);

        Numbers(part).ShouldBe([2, 3, 4]);
        part.BatchIndex.ShouldBe([2, 3, 4]);
        part.NoiseMask.ShouldNotBeNull().Values.ToArray().ShouldBe([2, 0, 1]);
        again.BatchIndex.ShouldBe([3]);
        LatentBatchNodes.From(batch, batchIndex: 60).BatchIndex.ShouldBe([4]);
    }

    [Fact]
    public void A_batch_that_is_repeated_gets_places_of_its_own()
    {
        var twice = LatentBatchNodes.Repeat(LatentBatchNodes.From(Numbered(0, 1, 2, 3).WithNoiseMask(Masks(5, 6, 7, 8)), 1, 2), 2);

        Numbers(twice).ShouldBe([1, 2, 1, 2]);
        twice.BatchIndex.ShouldBe([1, 2, 3, 4]);
        twice.NoiseMask.ShouldNotBeNull().Values.ToArray().ShouldBe([6, 7, 6, 7]);
        LatentBatchNodes.Repeat(Numbered(3), 3).BatchIndex.ShouldBeEmpty();
    }

    [Fact]
    public void Joined_batches_keep_theirs()
    {
        var joined = LatentBatchNodes.Join(LatentBatchNodes.From(Numbered(0, 1, 2), 2), Numbered(8, 9), Ended);

        Numbers(joined).ShouldBe([2, 8, 9]);
        joined.BatchIndex.ShouldBe([2, 0, 1]);
    }

    [Fact]
    public void Seeds_are_the_same_for_all_or_each_their_own()
    {
        LatentBatchNodes.Seed(LatentBatchNodes.From(Numbered(0, 1, 2), 1, 2), LatentBatchNodes.SeedBehavior.Fixed).BatchIndex.ShouldBe([1, 1]);
        LatentBatchNodes.Seed(Numbered(0, 1), LatentBatchNodes.SeedBehavior.Fixed).BatchIndex.ShouldBe([0, 0]);
        LatentBatchNodes.Seed(LatentBatchNodes.From(Numbered(0, 1, 2), 1, 2), LatentBatchNodes.SeedBehavior.Random).BatchIndex.ShouldBeEmpty();
    }

    [Fact]
    public void A_list_of_batches_becomes_batches_of_another_length()
    {
        var wide = Latent.Own(new LatentShape(1, 1, 1, 3), [7, 7, 7]);

        var made = LatentBatchNodes.Rebatch([Numbered(0, 1, 2), Numbered(3, 4).WithNoiseMask(Masks(1)), wide], 2);

        made.Select(Numbers).ShouldBe([[0, 1], [2, 3], [4], [7]]);
        made.Select(each => each.BatchIndex.ToArray()).ShouldBe([[0, 1], [2, 3], [4], [5]]);
        made[0].NoiseMask.ShouldBeNull();
        (made[1].NoiseMask is { Batch: 2, Height: 8, Width: 8 }).ShouldBeTrue();
    }

    [Fact]
    public void Frames_are_cut_off_the_beginning_but_for_the_last()
    {
        Numbers(LatentBatchNodes.Trim(Numbered(0, 1, 2), 2)).ShouldBe([2]);
        Numbers(LatentBatchNodes.Trim(Numbered(0, 1, 2), 50)).ShouldBe([2]);
        LatentBatchNodes.Trim(Numbered(0, 1, 2), 1).BatchIndex.ShouldBe([1, 2]);
    }

    [Fact]
    public void What_would_be_too_much_is_refused_before_it_is_made()
        => Should.Throw<NodeFailure>(() => EmptyLatentImageNode.Create(16384, 16384, 4096)).Input.ShouldBe("batch_size");

    private static Latent Numbered(params float[] numbers) => Latent.Own(new LatentShape(numbers.Length, 1, 1, 1), numbers);

    private static Mask Masks(params float[] numbers) => Mask.Own(numbers.Length, 1, 1, numbers);

    private static float[] Numbers(Latent latent) => [.. Enumerable.Range(0, latent.Shape.Batch).Select(i => latent.Picture(i)[0])];
}
