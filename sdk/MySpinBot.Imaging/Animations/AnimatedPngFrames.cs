using System.Buffers.Binary;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>The frames of an animated PNG, each as a PNG file of its own that any decoder reads. A default picture outside the animation is left out.</summary>
internal sealed class AnimatedPngFrames
{
    private const int ControlLength = 26;

    private readonly List<Frame> _frames = [];
    private readonly List<Range> _shared = [];
    private readonly ReadOnlyMemory<byte> _file;
    private readonly string _what;
    private Range _header;
    private uint _announced;
    private uint _sequence;

    private AnimatedPngFrames(ReadOnlyMemory<byte> file, string what) => (_file, _what) = (file, what);

    internal IReadOnlyList<Frame> All => _frames;

    /// <summary>Whether the file says before its pixels that it is an animation.</summary>
    internal static bool AreIn(ReadOnlySpan<byte> file)
    {
        foreach (var chunk in new PngChunks(file))
        {
            var type = file[chunk.Checked][..4];
            if (type.SequenceEqual("acTL"u8) || type.SequenceEqual("IDAT"u8))
            {
                return type[0] == (byte)'a';
            }
        }

        return false;
    }

    /// <exception cref="NodeFailure">Frames are missing, damaged, or lie outside the picture.</exception>
    internal static AnimatedPngFrames Read(ReadOnlyMemory<byte> file, string what)
    {
        var frames = new AnimatedPngFrames(file, what);
        var ended = false;
        foreach (var chunk in new PngChunks(file.Span))
        {
            frames.Add(chunk);
            ended |= file.Span[chunk.Checked].StartsWith("IEND"u8);
        }

        return ended && frames._announced == frames._frames.Count && frames._frames.TrueForAll(frame => frame.Data.Count > 0)
            ? frames
            : throw frames.Damaged($"{frames._frames.Count(frame => frame.Data.Count > 0)} of its {frames._announced} frames are there");
    }

    /// <summary>One frame as a file.</summary>
    internal byte[] Png(Frame frame)
    {
        var file = _file.Span;
        using var png = new MemoryStream();
        png.Write(PngChunks.Signature);
        var header = file[_header].ToArray();
        BinaryPrimitives.WriteInt32BigEndian(header, frame.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), frame.Height);
        PngChunks.Write(png, "IHDR"u8, header);
        foreach (var chunk in _shared)
        {
            PngChunks.Write(png, file[chunk][..4], file[chunk][4..].ToArray());
        }

        foreach (var data in frame.Data)
        {
            PngChunks.Write(png, "IDAT"u8, file[data].ToArray());
        }

        PngChunks.Write(png, "IEND"u8);
        return png.ToArray();
    }

    private void Add(PngChunk chunk)
    {
        var typed = _file.Span[chunk.Checked];
        var type = typed[..4];
        var pixels = type.SequenceEqual("IDAT"u8);
        var numbered = type.SequenceEqual("fdAT"u8);
        var control = type.SequenceEqual("fcTL"u8);
        if ((pixels || numbered || control) && Crc32.Of(typed) != chunk.Checksum)
        {
            throw Damaged("a checksum is wrong");
        }

        if (type.SequenceEqual("IHDR"u8))
        {
            _header = chunk.Body;
        }
        else if (type.SequenceEqual("acTL"u8) && typed.Length == 12)
        {
            _announced = BinaryPrimitives.ReadUInt32BigEndian(typed[4..]);
        }
        else if (control)
        {
            AddFrame(Numbered(typed[4..], ControlLength));
        }
        else if (numbered)
        {
            _ = Numbered(typed[4..], 4);
            (_frames.LastOrDefault() ?? throw Damaged("pixels come before their frame")).Data.Add((chunk.Body.Start.Value + 4)..chunk.Body.End);
        }
        else if (pixels)
        {
            _frames.LastOrDefault()?.Data.Add(chunk.Body);
        }
        else if (type.SequenceEqual("PLTE"u8) || type.SequenceEqual("tRNS"u8) || type.SequenceEqual("iCCP"u8))
        {
            _shared.Add(chunk.Checked);
        }
    }

    private void AddFrame(ReadOnlySpan<byte> control)
    {
        var file = _file.Span[_header];
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(file), BinaryPrimitives.ReadUInt32BigEndian(file[4..]));
        var (w, h) = (BinaryPrimitives.ReadUInt32BigEndian(control[4..]), BinaryPrimitives.ReadUInt32BigEndian(control[8..]));
        var (x, y) = (BinaryPrimitives.ReadUInt32BigEndian(control[12..]), BinaryPrimitives.ReadUInt32BigEndian(control[16..]));
        if (w == 0 || h == 0 || (ulong)x + w > width || (ulong)y + h > height)
        {
            throw Damaged($"frame {_frames.Count + 1} has {w} × {h} pixels at {x}, {y} and lies outside its {width} × {height}");
        }

        _frames.Add(new Frame((int)x, (int)y, (int)w, (int)h, (Disposal)Math.Min(control[24], (byte)Disposal.Previous), control[25] == 1, []));
    }

    private ReadOnlySpan<byte> Numbered(ReadOnlySpan<byte> body, int least)
        => _header.End.Value > 0 && body.Length >= least && BinaryPrimitives.ReadUInt32BigEndian(body) == _sequence++ ? body : throw Damaged("its frames are out of order");

    private NodeFailure Damaged(string why) => new($"{_what} is damaged or incomplete and cannot be decoded as an animation: {why}; save or download it again.");

    /// <summary>What becomes of a frame's place when the next one comes.</summary>
    internal enum Disposal : byte
    {
        None,
        Background,
        Previous,
    }

    internal sealed record Frame(int Left, int Top, int Width, int Height, Disposal Disposal, bool Over, List<Range> Data);
}
