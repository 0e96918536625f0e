using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>How latents are cut up, in cells. A picture is taken through three times, in tiles that are square, upright and lying, and the mean is kept: so no border is in the same place twice.</summary>
/// <remarks>ComfyUI, <c>sd.py</c> (decode_tiled_, encode_tiled_) and <c>utils.py</c> (tiled_scale).</remarks>
/// <param name="Side">Side of a square tile.</param>
/// <param name="Overlap">How far neighbours lie over each other; they are mixed there.</param>
internal readonly record struct CellTile(int Side, int Overlap)
{
    // What lies farther away than this, a cell hardly sees; less of a tile is not worth its borders.
    private const int Least = 16;

    /// <summary>What is taken where memory does not suffice for a whole picture: 512 pixels, an eighth to a quarter of it over each other.</summary>
    /// <param name="side">Which half: the decoder sees farther.</param>
    public static CellTile Usual(AutoencoderSide side) => side == AutoencoderSide.Decoder ? new(64, 16) : new(64, 8);

    /// <summary>Half as large; null where that would not be worth its borders.</summary>
    public CellTile? Smaller => Side / 2 >= Least ? new(Side / 2, Math.Min(Overlap, Side / 8)) : null;

    /// <summary>Rows and columns of the tiles, each time.</summary>
    public ImmutableArray<(int Height, int Width)> Passes => [(Side, Side), (Side * 2, Math.Max(Side / 2, Overlap + 1)), (Math.Max(Side / 2, Overlap + 1), Side * 2)];

    /// <summary>Where along one direction pieces begin, and how long they are.</summary>
    /// <param name="length">How long the whole is.</param>
    /// <param name="tile">How long a piece is at most.</param>
    /// <param name="overlap">How far pieces lie over each other.</param>
    public static ImmutableArray<(int Start, int Size)> Pieces(int length, int tile, int overlap)
    {
        if (length <= tile)
        {
            return [(0, length)];
        }

        var pieces = ImmutableArray.CreateBuilder<(int, int)>();
        for (var at = 0; at < length - overlap; at += tile - overlap)
        {
            pieces.Add((at, Math.Min(tile, length - at)));
        }

        return pieces.ToImmutable();
    }
}
