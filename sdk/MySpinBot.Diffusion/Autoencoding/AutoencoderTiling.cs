namespace MySpinBot.Diffusion;

/// <summary>How pictures are cut up on their way through an autoencoder, as ComfyUI's tiled nodes mean it.</summary>
/// <param name="TileSize">Side of a tile, in pixels.</param>
/// <param name="Overlap">How far tiles lie over each other, in pixels; kept to a quarter of a tile.</param>
public sealed record AutoencoderTiling(int TileSize = 512, int Overlap = 64)
{
    internal CellTile Cells(int factor)
    {
        var overlap = TileSize < Overlap * 4 ? TileSize / 4 : Overlap;
        return new CellTile(Math.Max(TileSize / factor, 1), Math.Min(overlap / factor, Math.Max((TileSize / factor / 2) - 1, 0)));
    }
}
