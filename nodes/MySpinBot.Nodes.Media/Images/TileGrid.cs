namespace MySpinBot.Nodes.Media;

/// <summary>Where the tiles of a picture lie: row by row, overlapping; the last of each row and column is moved back so that it ends with the picture.</summary>
internal static class TileGrid
{
    /// <summary>Left and upper edges of the tiles, and their size.</summary>
    internal static IEnumerable<(int X, int Y, int Width, int Height)> Of(int width, int height, int tileWidth, int tileHeight, int overlap)
        => from y in Starts(height, tileHeight, overlap)
           from x in Starts(width, tileWidth, overlap)
           select (x, y, Math.Min(tileWidth, width), Math.Min(tileHeight, height));

    // Tiles advance by at least a quarter of their length, however much they should overlap.
    private static IEnumerable<int> Starts(int length, int tile, int overlap)
    {
        var stride = (int)Math.Max(1, Resizing.Rounded(Math.Max(tile * 0.25, tile - overlap)));
        for (var at = 0; at + tile < length; at += stride)
        {
            yield return at;
        }

        yield return Math.Max(0, length - tile);
    }
}
