using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Batches: several pictures of one size that travel together.</summary>
public static class ImageBatchNodes
{
    private const string Prefix = "images.image";

    /// <summary>Joins two batches into one. The second gets the size of the first, cut to its ratio; transparency is added where one of them has it.</summary>
    /// <param name="image1">The pictures that come first.</param>
    /// <param name="image2">The pictures that follow.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>All pictures.</returns>
    [Node("ImageBatch", Title = "Batch images", Category = "image/batch", Search = "combine images,merge images,stack images", Need = nameof(NeedBoth))]
    public static Image Batch(Image image1, Image image2, CancellationToken cancellation) => BatchJoining.Join([image1, image2], cancellation);

    /// <summary>Joins up to fifty batches into one. All get the size of the first, cut to its ratio; transparency is added where one of them has it.</summary>
    /// <param name="image0">The pictures that come first, and whose size counts.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="image1">The pictures that follow.</param>
    /// <param name="image2">The pictures that follow these.</param>
    /// <param name="image3">The pictures that follow these. More may be linked: <c>images.image4</c> up to <c>images.image49</c>.</param>
    /// <param name="more">What is linked beyond.</param>
    /// <returns>All pictures.</returns>
    [Node("BatchImagesNode", Title = "Batch images", Category = "image/batch", Search = "batch,combine images,merge images,stack images")]
    public static Image BatchMany(
        [Input(Name = "images.image0")] Image image0,
        CancellationToken cancellation,
        [Input(Name = "images.image1")] Image? image1 = null,
        [Input(Name = "images.image2")] Image? image2 = null,
        [Input(Name = "images.image3")] Image? image3 = null,
        ExtraInputs? more = null)
    {
        var images = new List<Image>(new[] { image0, image1, image2, image3 }.OfType<Image>());
        images.AddRange((more ?? ExtraInputs.None).OrderBy(each => Number(each.Key)).Select(each
            => each.Value as Image ?? throw new NodeFailure($"'{each.Key}' is no picture; link an IMAGE.") { Input = each.Key }));
        return BatchJoining.Join(images, cancellation);
    }

    /// <summary>Repeats a batch, the whole of it one time after the other.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="amount">How often they are there.</param>
    /// <returns>The pictures, repeated.</returns>
    [Node("RepeatImageBatch", Category = "image/batch", Search = "duplicate image,clone image", Need = nameof(NeedRepeated))]
    public static Image Repeat(Image image, [Range(1, 4096)] int amount = 1)
    {
        PictureBounds.Check((long)image.Batch * amount, image.Width, image.Height, image.Channels, "amount");
        return BatchJoining.Concatenate([.. Enumerable.Repeat(image, amount)]);
    }

    /// <summary>Takes some pictures out of a batch.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="batchIndex">The first that is taken: 0 is the first of the batch, -1 the last. Beyond the batch the nearest is taken.</param>
    /// <param name="length">How many are taken; fewer where the batch ends.</param>
    /// <returns>The pictures that were taken.</returns>
    [Node("ImageFromBatch", Title = "Image from batch", Category = "image/batch", Search = "select image,pick from batch,extract image")]
    public static Image From(Image image, [Range(-16384, 16384)] int batchIndex = 0, [Range(1, 4096)] int length = 1)
    {
        var start = Math.Clamp(batchIndex < 0 ? batchIndex + image.Batch : batchIndex, 0, image.Batch - 1);
        return image.Part(start, Math.Min(image.Batch - start, length));
    }

    /// <summary>Makes batches of another length out of all pictures of a list.</summary>
    /// <param name="images">Batches of pictures that have one size.</param>
    /// <param name="batchSize">Pictures of each new batch; the last may have fewer.</param>
    /// <returns>The new batches.</returns>
    [Node("RebatchImages", Category = "image/batch", Search = "split batch,batch size,list")]
    public static IReadOnlyList<Image> Rebatch(IReadOnlyList<Image> images, [Range(1, 4096)] int batchSize = 1)
    {
        var pictures = images.SelectMany(image => Enumerable.Range(0, image.Batch).Select(number => (Image: image, Number: number))).ToList();
        return [.. pictures.Chunk(batchSize).Select(chunk => BatchJoining.Concatenate([.. chunk.Select(each => Fitting(each.Image, chunk[0].Image).Part(each.Number, 1))]))];
    }

    /// <summary>All pictures.</summary>
    public static MemoryNeed NeedBoth(Image? image1, Image? image2)
        => image1 is null || image2 is null ? MemoryNeed.None : PictureBounds.Need(image1.Batch + image2.Batch, image1.Width, image1.Height, Math.Max(image1.Channels, image2.Channels));

    /// <summary>All pictures.</summary>
    public static MemoryNeed NeedRepeated(Image? image, int amount) => PictureBounds.Need(image, amount);

    private static Image Fitting(Image image, Image first)
        => (image.Width, image.Height, image.Channels) == (first.Width, first.Height, first.Channels) ? image
            : throw new NodeFailure(
                $"Pictures of {image.Width}×{image.Height} with {image.Channels} channels do not fit into a batch with pictures of {first.Width}×{first.Height} with {first.Channels}; scale them first.") { Input = "images" };

    private static int Number(string input)
        => input.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(input.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 50 ? number
            : throw new NodeFailure($"'{input}' is no input of this node; pictures go to '{Prefix}0' up to '{Prefix}49'.") { Input = input };
}
