using System.ComponentModel.DataAnnotations;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Pictures in pieces, and whole again.</summary>
public static class ImageTileNodes
{
    private const float LeastWeight = 1e-5f;

    /// <summary>Cuts pictures into overlapping tiles. What follows runs once for each tile.</summary>
    /// <param name="image">The pictures; a tile holds its part of all pictures of the batch.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="tileWidth">Width of a tile in pixels.</param>
    /// <param name="tileHeight">Height of a tile in pixels.</param>
    /// <param name="overlap">How many pixels neighbours share; at most three quarters of a tile.</param>
    /// <returns>The tiles, row by row.</returns>
    [Node("SplitImageToTileList", Title = "Split image into tiles", Category = "image/batch", Search = "split image,tile image,slice image")]
    public static IReadOnlyList<Image> Split(
        Image image, CancellationToken cancellation, [Range(64, 16384)] int tileWidth = 1024, [Range(64, 16384)] int tileHeight = 1024, [Range(0, 4096)] int overlap = 128)
    {
        var tiles = new List<Image>();
        foreach (var (x, y, width, height) in TileGrid.Of(image.Width, image.Height, tileWidth, tileHeight, overlap))
        {
            cancellation.ThrowIfCancellationRequested();
            tiles.Add(ImageScaling.Crop(image, x, y, width, height));
        }

        return tiles;
    }

    /// <summary>Puts tiles together again. Where they overlap they fade into each other.</summary>
    /// <param name="imageList">The tiles, row by row, as they were cut; all as large as the first.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="finalWidth">Width of the whole picture in pixels.</param>
    /// <param name="finalHeight">Height of the whole picture in pixels.</param>
    /// <param name="overlap">How many pixels neighbours share.</param>
    /// <returns>The whole picture; black where tiles are missing.</returns>
    [Node("ImageMergeTileList", Title = "Merge tiles into image", Category = "image/batch", Search = "join tiles,merge tiles,untile", Need = nameof(Need))]
    public static Image Merge(
        IReadOnlyList<Image> imageList, CancellationToken cancellation, [Range(64, 32768)] int finalWidth = 1024, [Range(64, 32768)] int finalHeight = 1024, [Range(0, 4096)] int overlap = 128)
    {
        var first = imageList.Count > 0 ? imageList[0] : throw new NodeFailure("The list has no tile; link at least one.") { Input = "image_list" };
        PictureBounds.Check(first.Batch, finalWidth, finalHeight, first.Channels);
        var (across, down) = (Window(first.Width, overlap), Window(first.Height, overlap));
        var total = new float[finalWidth * finalHeight];
        return Image.Create(first.Batch, finalHeight, finalWidth, first.Channels, pixels =>
        {
            Array.Clear(pixels);
            foreach (var (tile, (x, y, width, height)) in imageList.Zip(TileGrid.Of(finalWidth, finalHeight, first.Width, first.Height, overlap)))
            {
                cancellation.ThrowIfCancellationRequested();
                var (columns, rows) = (Math.Min(width, Fitting(tile, first).Width), Math.Min(height, tile.Height));
                for (var row = 0; row < rows; row++)
                {
                    AddWeights(across.AsSpan(0, columns), down[row], total.AsSpan(((y + row) * finalWidth) + x));
                    for (var i = 0; i < tile.Batch; i++)
                    {
                        var from = tile.Picture(i).Slice(row * tile.Width * tile.Channels, columns * tile.Channels);
                        Add(from, tile.Channels, across, down[row], pixels.AsSpan(((((i * finalHeight) + y + row) * finalWidth) + x) * tile.Channels));
                    }
                }
            }

            Divide(pixels, total, first.Channels);
        });
    }

    /// <summary>The whole picture, and the weights of its pixels.</summary>
    public static MemoryNeed Need(IReadOnlyList<Image>? imageList, int finalWidth, int finalHeight)
        => imageList is not [var first, ..] ? MemoryNeed.None : PictureBounds.Need(1, finalWidth, finalHeight, (first.Batch * (double)first.Channels) + 1);

    // Half a wave of the sine from one edge to the other, hardly anything at the edges themselves.
    private static float[] Window(int length, int overlap)
        => [.. Enumerable.Range(0, length).Select(at => overlap == 0 ? 1 : MathF.Max(LeastWeight, MathF.Sin(MathF.PI * (length == 1 ? 0 : at / (length - 1f)))))];

    private static void AddWeights(ReadOnlySpan<float> across, float down, Span<float> total)
    {
        for (var x = 0; x < across.Length; x++)
        {
            total[x] += across[x] * down;
        }
    }

    private static void Add(ReadOnlySpan<float> row, int channels, ReadOnlySpan<float> across, float down, Span<float> sum)
    {
        for (int x = 0, at = 0; at < row.Length; x++)
        {
            var weight = across[x] * down;
            for (var c = 0; c < channels; c++, at++)
            {
                sum[at] += row[at] * weight;
            }
        }
    }

    private static void Divide(Span<float> pixels, ReadOnlySpan<float> total, int channels)
    {
        for (var at = 0; at < pixels.Length; at++)
        {
            var weight = total[at / channels % total.Length];
            pixels[at] = weight == 0 ? 0 : pixels[at] / weight;
        }
    }

    private static Image Fitting(Image tile, Image first)
        => (tile.Batch, tile.Channels) == (first.Batch, first.Channels) ? tile
            : throw new NodeFailure(
                $"A tile has {tile.Batch} picture(s) with {tile.Channels} channels, the first has {first.Batch} with {first.Channels}; tiles of one picture are alike.") { Input = "image_list" };
}
