using MySpinBot.Films;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>The frames to find faces in: of a batch of pictures or of a video. Keeps a few of them, small, to show what was found.</summary>
internal sealed class FaceFrames
{
    private const int MostShown = 8, ShownSide = 640;

    private readonly Image? _image;
    private readonly Video? _video;
    private readonly NodeContext _context;
    private readonly List<(long Frame, Image Picture)> _shown = [];

    private FaceFrames(Image? image, Video? video, NodeContext context)
    {
        (_image, _video, _context) = (image, video, context);
        (Width, Height, Count, Rate) = video is null ? (image!.Width, image.Height, image.Batch, null) : (video.Width, video.Height, video.FrameCount, (Rational?)video.FrameRate);
    }

    /// <summary>Columns of a frame.</summary>
    public int Width { get; }

    /// <summary>Rows of a frame.</summary>
    public int Height { get; }

    /// <summary>How many there are.</summary>
    public long Count { get; }

    /// <summary>Frames a second; null of pictures.</summary>
    public Rational? Rate { get; }

    /// <summary>The frames of what is given.</summary>
    /// <exception cref="NodeFailure">Neither is given, or both, or there are no frames.</exception>
    public static FaceFrames Of(Image? image, Video? video, NodeContext context) => (image, video) switch
    {
        (null, null) => throw new NodeFailure("There is nothing to find faces in; link pictures to 'image' or a video to 'video'.") { Input = "image" },
        (not null, not null) => throw new NodeFailure("Both 'image' and 'video' are linked, and faces are found in one of them; remove one link.") { Input = "image" },
        (_, { FrameCount: 0 }) => throw new NodeFailure("The video has no frames.") { Input = "video" },
        (_, { FrameCount: > Faces.MostFrames }) => throw new NodeFailure($"The video has {video!.FrameCount} frames; faces are found in at most {Faces.MostFrames}: cut it first.") { Input = "video" },
        _ => new(image, video, context),
    };

    /// <summary>The size at which frames are read where a detector wants them no longer than that: a video is scaled by its decoder, pictures stay as they are.</summary>
    public (int Width, int Height) SizeFor(int longest)
    {
        if (_video is null || longest >= Math.Max(Width, Height))
        {
            return (Width, Height);
        }

        var factor = (double)longest / Math.Max(Width, Height);
        return (Math.Max(1, (int)Math.Round(Width * factor)), Math.Max(1, (int)Math.Round(Height * factor)));
    }

    /// <summary>Hands every frame to a watch, in order.</summary>
    public async Task ReadAsync(FaceWatch watch, int width, int height, CancellationToken cancellation)
    {
        var done = 0L;
        if (_image is not null)
        {
            var bytes = new byte[checked(Width * Height * 3)];
            for (var i = 0; i < _image.Batch; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                Rgb(_image.Picture(i), _image.Channels, bytes);
                await TakeAsync(bytes, 1);
            }

            return;
        }

        var video = (width, height) == (Width, Height) ? VideoEdits.PictureOf(_video!) : VideoEdits.Edited(VideoEdits.PictureOf(_video!), width, height, new ScaleEdit(width, height, FrameFit.Stretch));
        await new FrameReader(video, _context).ReadAsync(async (frame, times, _) => await TakeAsync(frame, times), cancellation);

        async ValueTask TakeAsync(ReadOnlyMemory<byte> frame, long times)
        {
            Show(frame.Span, width, height, done, times);
            await watch.TakeAsync(frame, times);
            done += times;
            _context.Progress(done, Count, Rate is null ? "picture" : "frame");
        }
    }

    /// <summary>The frames that were kept, with what was found.</summary>
    public Image Previewed(Faces faces)
    {
        var first = _shown[0].Picture;
        return Image.Create(_shown.Count, first.Height, first.Width, 3, pixels =>
        {
            for (var i = 0; i < _shown.Count; i++)
            {
                var drawn = FaceDrawing.Drawn(_shown[i].Picture, 0, faces, _shown[i].Frame, (double)first.Width / Width, (double)first.Height / Height);
                drawn.Pixels.CopyTo(pixels.AsSpan(i * drawn.Pixels.Length));
            }
        });
    }

    // Evenly spread over the whole; a run of equal frames may hold several of them and is shown once.
    private void Show(ReadOnlySpan<byte> frame, int width, int height, long first, long times)
    {
        var (shown, count) = (_shown.Count, Math.Min(MostShown, Count));
        var due = shown == 0 ? 0 : shown * Count / count;
        if (shown < count && due < first + times)
        {
            _shown.Add((first, Small(frame, width, height)));
        }
    }

    // Blocks of pixels, averaged: frames may be large, and what is shown is not.
    private static Image Small(ReadOnlySpan<byte> frame, int width, int height)
    {
        var step = Math.Max(1, Math.Max(width, height) / ShownSide);
        var (columns, rows) = (Math.Max(1, width / step), Math.Max(1, height / step));
        var values = new float[columns * rows * 3];
        for (var y = 0; y < Math.Min(height, rows * step); y++)
        {
            for (var x = 0; x < Math.Min(width, columns * step); x++)
            {
                var (from, to) = (((y * width) + x) * 3, ((y / step * columns) + (x / step)) * 3);
                values[to] += frame[from];
                values[to + 1] += frame[from + 1];
                values[to + 2] += frame[from + 2];
            }
        }

        var share = 1f / (255 * Math.Min(step, width) * Math.Min(step, height));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Min(1, values[i] * share);
        }

        return Image.Own(1, rows, columns, 3, values);
    }

    private static void Rgb(ReadOnlySpan<float> picture, int channels, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += channels, to += 3)
        {
            rgb[to] = Level(picture[from]);
            rgb[to + 1] = channels == 1 ? rgb[to] : Level(picture[from + 1]);
            rgb[to + 2] = channels == 1 ? rgb[to] : Level(picture[from + 2]);
        }
    }

    private static byte Level(float value) => value > 0 ? (byte)Math.Min(255f, (value * 255f) + 0.5f) : (byte)0;
}
