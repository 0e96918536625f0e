namespace MySpinBot.Inference;

/// <summary>How far an arena grows while tensors come and go, reckoned as ONNX Runtime's goes about it (onnxruntime/core/framework/bfc_arena.cc, extended by what is asked for): the smallest free piece that is large enough is taken,
/// and cut where much would be left; where there is none, the arena grows; free neighbours become one, pieces of different extensions never.</summary>
internal sealed class ArenaRoom
{
    /// <summary>A free piece is cut if what would be left is this large or larger.</summary>
    internal const int Cut = 1 << 20;

    private const long Step = 256;

    private readonly List<Piece> _free = [];
    private int _extensions;

    /// <summary>What the arena has grown to.</summary>
    public long Bytes { get; private set; }

    /// <summary>Room for a tensor.</summary>
    public Piece Take(long wanted)
    {
        var bytes = checked((Math.Max(wanted, 1) + Step - 1) / Step * Step);
        var best = -1;
        for (var i = 0; i < _free.Count; i++)
        {
            best = _free[i].Bytes >= bytes && (best < 0 || _free[i].Bytes < _free[best].Bytes) ? i : best;
        }

        if (best < 0)
        {
            Bytes = checked(Bytes + bytes);
            return new Piece(_extensions++, 0, bytes);
        }

        var found = _free[best];
        _free.RemoveAt(best);
        if (found.Bytes / 2 < bytes && found.Bytes - bytes < Cut)
        {
            return found;
        }

        _free.Add(new Piece(found.Extension, found.Start + bytes, found.Bytes - bytes));
        return found with { Bytes = bytes };
    }

    /// <summary>A tensor is gone.</summary>
    public void Give(Piece piece)
    {
        for (var i = _free.Count - 1; i >= 0; i--)
        {
            var other = _free[i];
            if (other.Extension == piece.Extension && (other.Start + other.Bytes == piece.Start || piece.Start + piece.Bytes == other.Start))
            {
                piece = new Piece(piece.Extension, Math.Min(piece.Start, other.Start), piece.Bytes + other.Bytes);
                _free.RemoveAt(i);
            }
        }

        _free.Add(piece);
    }

    /// <summary>A piece of what the arena has grown by at once.</summary>
    internal readonly record struct Piece(int Extension, long Start, long Bytes);
}
