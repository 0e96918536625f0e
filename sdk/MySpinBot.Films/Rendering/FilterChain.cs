using System.Globalization;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Edits that ffmpeg carries out, as its filters, and the size that they lead to.</summary>
internal sealed class FilterChain(int width, int height)
{
    private readonly List<string> _filters = [];
    private readonly (int Width, int Height) _first = (width, height);
    private (int Width, int Height)? _scaled;

    /// <summary>Columns of the result.</summary>
    public int Width { get; private set; } = width;

    /// <summary>Rows of the result.</summary>
    public int Height { get; private set; } = height;

    /// <summary>Whether all of it is as good on frames whose chroma has half the size.</summary>
    public bool KeepsYuv { get; private set; } = true;

    /// <summary>Whether it draws, for which frames must be opaque.</summary>
    public bool Draws { get; private set; }

    /// <summary>Whether ffmpeg is to carry an edit out.</summary>
    public static bool Knows(FrameEdit edit) => edit is ScaleEdit or CropEdit or PadEdit or TurnEdit or CaptionEdit;

    /// <summary>Appends an edit.</summary>
    public async Task AddAsync(FrameEdit edit, IArtifacts artifacts, CancellationToken cancellation)
    {
        switch (edit)
        {
            case ScaleEdit scale:
                Add(scale);
                break;
            case CropEdit crop:
                Crop(crop.X, crop.Y, crop.Width, crop.Height);
                break;
            case PadEdit pad:
                Pad(pad.X, pad.Y, pad.Width, pad.Height, Convert.ToHexString(HexColour.Bytes(pad.Colour)));
                break;
            case TurnEdit turn:
                Add(turn);
                break;
            case CaptionEdit captions:
                _filters.Add($"ass=filename={Quoted(await artifacts.PathOfAsync(captions.Script, cancellation))}");
                (KeepsYuv, Draws) = (false, true);
                break;
            default:
                throw new NodeFailure($"Frames of this video are to be edited by {edit.GetType().Name}, which this version does not know; update MySpinBot.");
        }
    }

    /// <summary>All of it behind a filter that makes its frames; where scaling comes first, that filter is told to do it.</summary>
    public string After(Func<int, int, string> source)
    {
        var (columns, rows) = _scaled ?? _first;
        return string.Join(',', _filters.Prepend(source(columns, rows)));
    }

    private void Add(ScaleEdit edit)
    {
        var fitted = FrameScaling.Fitted(Width, Height, edit);
        if (_filters.Count == 0 && _scaled is null)
        {
            _scaled = (fitted.Width, fitted.Height);
        }
        else if ((fitted.Width, fitted.Height) != (Width, Height))
        {
            _filters.Add(string.Create(CultureInfo.InvariantCulture, $"zscale=w={fitted.Width}:h={fitted.Height}:f=lanczos"));
        }

        (Width, Height) = (fitted.Width, fitted.Height);
        KeepsYuv &= int.IsEvenInteger(Width | Height);
        if (edit.Fit == FrameFit.Contain)
        {
            Pad(fitted.X, fitted.Y, edit.Width, edit.Height, "000000@0");
        }
        else
        {
            Crop(fitted.X, fitted.Y, edit.Width, edit.Height);
        }
    }

    private void Add(TurnEdit edit)
    {
        var turns = ((edit.QuarterTurns % 4) + 4) % 4;
        _filters.AddRange(turns switch { 1 => ["transpose=clock"], 2 => ["hflip", "vflip"], 3 => ["transpose=cclock"], _ => Array.Empty<string>() });
        _filters.AddRange(edit.Mirrored ? ["hflip"] : Array.Empty<string>());
        (Width, Height) = turns % 2 == 1 ? (Height, Width) : (Width, Height);
        KeepsYuv = false;
    }

    private void Crop(int x, int y, int columns, int rows)
    {
        if (x < 0 || y < 0 || columns < 1 || rows < 1 || x + columns > Width || y + rows > Height)
        {
            throw new NodeFailure($"A frame of {Width}×{Height} pixels has no part of {columns}×{rows} pixels at {x}, {y}; cut out what lies within it.");
        }

        if ((columns, rows) != (Width, Height))
        {
            _filters.Add(string.Create(CultureInfo.InvariantCulture, $"crop={columns}:{rows}:{x}:{y}:exact=1"));
            KeepsYuv &= int.IsEvenInteger(x | y | columns | rows);
            (Width, Height) = (columns, rows);
        }
    }

    private void Pad(int x, int y, int columns, int rows, string ground)
    {
        if (x < 0 || y < 0 || x + Width > columns || y + Height > rows)
        {
            throw new NodeFailure($"A frame of {Width}×{Height} pixels does not fit on a ground of {columns}×{rows} pixels at {x}, {y}; make the ground larger.");
        }

        if ((columns, rows) != (Width, Height))
        {
            _filters.Add(string.Create(CultureInfo.InvariantCulture, $"pad={columns}:{rows}:{x}:{y}:color=0x{ground}"));
            KeepsYuv &= int.IsEvenInteger(x | y | Width | Height) && ground.StartsWith("000000", StringComparison.Ordinal);
            (Width, Height) = (columns, rows);
        }
    }

    // Read twice: once as a filter among others, once as an option among others.
    private static string Quoted(string path)
    {
        var escaped = new StringBuilder();
        foreach (var letter in path.Replace('\\', '/'))
        {
            _ = letter is '\'' or ':' or '\\' ? escaped.Append('\\').Append(letter) : escaped.Append(letter);
        }

        return $"'{escaped.Replace("'", "'\\''")}'";
    }
}
