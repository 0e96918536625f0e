using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Tells how many tiles are done, and shows the picture so far: the one that came, with what is done laid over it.</summary>
internal sealed class UpscaleProgress(NodeContext context, int passes)
{
    private const int LargestPreview = 384;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly float[] _pixel = new float[3];
    private PlanarPicture? _target;
    private float[] _preview = [];
    private int _columns, _rows, _width, _height, _tiles, _done, _before = -1;
    private long _shown;

    /// <summary>Another picture begins, or the same again in smaller tiles.</summary>
    public void Begin(PlanarPicture source, PlanarPicture target, TilePlan plan)
    {
        _before += ReferenceEquals(_target, target) ? 0 : 1;
        (_target, _tiles, _done, _shown) = (target, plan.Count, 0, context.Time.GetTimestamp());
        (_columns, _rows) = (source.Width, source.Height);
        var longest = Math.Max(target.Width, target.Height);
        (_width, _height) = (Math.Max((int)((long)target.Width * LargestPreview / longest), 1), Math.Max((int)((long)target.Height * LargestPreview / longest), 1));
        if (plan.Count > 1)
        {
            _preview = new float[_width * _height * 3];
            Draw(source, 0, _width, 0, _height);
        }
    }

    /// <summary>A tile is done.</summary>
    public void Done(TileSpan column, TileSpan row)
    {
        _done++;
        context.Progress((_before * (double)_tiles) + _done, passes * (double)_tiles, "tiles");
        if (_tiles == 1)
        {
            return;
        }

        Draw(_target!, Place(column.From, _columns, _width), Place(column.To, _columns, _width), Place(row.From, _rows, _height), Place(row.To, _rows, _height));
        if (context.Time.GetElapsedTime(_shown) >= Between)
        {
            _shown = context.Time.GetTimestamp();
            context.Preview(Image.Own(1, _height, _width, 3, [.. _preview]));
        }
    }

    // The first pixel of the preview whose middle lies at this place of the picture, or after it.
    private static int Place(int at, int side, int preview) => (int)Math.Ceiling((at * (double)preview / side) - 0.5);

    private void Draw(PlanarPicture from, int left, int right, int top, int bottom)
    {
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                from.Read((int)(((2L * y) + 1) * from.Height / (2 * _height)), (int)(((2L * x) + 1) * from.Width / (2 * _width)), new PixelRow(_pixel, 0, 1, 1));
                _pixel.CopyTo(_preview, ((y * _width) + x) * 3);
            }
        }
    }
}
