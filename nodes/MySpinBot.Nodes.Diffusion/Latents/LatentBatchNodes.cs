using System.ComponentModel.DataAnnotations;
using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Pictures in batches of latents.</summary>
public static class LatentBatchNodes
{
    /// <summary>What seeds do with a batch.</summary>
    public enum SeedBehavior
    {
        /// <summary>Each picture gets noise of its own.</summary>
        [Choice("random")]
        Random,

        /// <summary>All get the same noise.</summary>
        [Choice("fixed")]
        Fixed,
    }

    /// <summary>Takes some pictures out of a batch. A sampler gives them the noise that they have there, so that one of many can be made again.</summary>
    /// <param name="samples">The batch.</param>
    /// <param name="batchIndex">The first that is taken; 0 is the first of the batch.</param>
    /// <param name="length">How many are taken; fewer where the batch ends.</param>
    /// <returns>The pictures that were taken.</returns>
    [Node("LatentFromBatch", Title = "Latent From Batch", Category = "model/latent/batch", Search = "select latent,pick from batch,extract latent")]
    public static Latent From(Latent samples, [Range(0, 63)] int batchIndex = 0, [Range(1, 64)] int length = 1)
    {
        var start = Math.Min(samples.Shape.Batch - 1, batchIndex);
        return LatentBatches.Part(samples, start, Math.Min(samples.Shape.Batch - start, length));
    }

    /// <summary>Repeats a batch, the whole of it one time after the other.</summary>
    /// <param name="samples">The batch.</param>
    /// <param name="amount">How often it is there.</param>
    /// <returns>The batch, repeated.</returns>
    [Node("RepeatLatentBatch", Title = "Repeat Latent Batch", Category = "model/latent/batch", Search = "duplicate latent,clone latent")]
    public static Latent Repeat(Latent samples, [Range(1, 64)] int amount = 1) => LatentBatches.Repeated(samples, amount);

    /// <summary>Joins two batches into one. The second gets the size of the first, cut to its ratio.</summary>
    /// <param name="samples1">The pictures that come first.</param>
    /// <param name="samples2">The pictures that follow.</param>
    /// <param name="cancellation">Stops the scaling.</param>
    /// <returns>All pictures.</returns>
    [Node("LatentBatch", Title = "Latent Batch", Category = "model/latent/batch", Search = "combine latents,merge latents")]
    public static Latent Join(Latent samples1, Latent samples2, CancellationToken cancellation) => LatentBatches.Joined(samples1, samples2, cancellation);

    /// <summary>Says whether the pictures of a batch get noise of their own or all the same.</summary>
    /// <param name="samples">The batch.</param>
    /// <param name="seedBehavior">random: each its own; fixed: all that of the first.</param>
    /// <returns>The batch.</returns>
    [Node("LatentBatchSeedBehavior", Category = "model/latent/advanced", Search = "same noise,batch seed")]
    public static Latent Seed(Latent samples, SeedBehavior seedBehavior = SeedBehavior.Fixed)
        => samples.WithBatchIndex(seedBehavior == SeedBehavior.Random ? [] : [.. Enumerable.Repeat(samples.BatchIndex.IsEmpty ? 0 : samples.BatchIndex[0], samples.Shape.Batch)]);

    /// <summary>Makes batches of another length out of all pictures of a list. Those of one size that follow each other go together; each keeps its mask and the noise that it would get.</summary>
    /// <param name="latents">The batches.</param>
    /// <param name="batchSize">Pictures of each new batch; the last of a size may have fewer.</param>
    /// <returns>The new batches.</returns>
    [Node("RebatchLatents", Title = "Rebatch Latents", Category = "model/latent/batch", Search = "split batch,batch size,list")]
    public static IReadOnlyList<Latent> Rebatch(IReadOnlyList<Latent> latents, [Range(1, 4096)] int batchSize = 1) => LatentRebatching.Of(latents, batchSize);

    /// <summary>Cuts frames off the beginning of the latents of a video.</summary>
    /// <param name="samples">The frames.</param>
    /// <param name="trimAmount">How many go; one stays in any case.</param>
    /// <returns>The frames that are left.</returns>
    [Node("TrimVideoLatent", Title = "Trim Video Latent", Category = "model/latent", Search = "cut frames,shorten")]
    public static Latent Trim(Latent samples, [Range(0, 99999)] int trimAmount = 0)
    {
        var start = Math.Min(trimAmount, samples.Shape.Batch - 1);
        return start == 0 ? samples : LatentBatches.Part(samples, start, samples.Shape.Batch - start);
    }
}
