using System.Buffers.Binary;
using System.Numerics;
using MySpinBot.Sdk;

namespace MySpinBot.Imaging;

/// <summary>Windows bitmaps of 1 to 32 bits a pixel, with or without a palette, not packed. libvips reads them only where it was built with ImageMagick.</summary>
internal readonly ref struct BmpReader
{
    private const int FileHeader = 14;
    private const int OldHeader = 12;
    private const uint Plain = 0;
    private const uint Masks = 3;
    private const uint MasksWithAlpha = 6;

    private readonly ReadOnlySpan<byte> _file;
    private readonly string _what;
    private readonly int _width;
    private readonly int _height;
    private readonly int _bits;
    private readonly bool _topDown;
    private readonly uint _packing;

    private BmpReader(ReadOnlySpan<byte> file, ImageHeader header, string what)
    {
        _file = file;
        (_what, _width, _height) = (what, (int)header.Width, (int)header.Height);
        var old = BinaryPrimitives.ReadInt32LittleEndian(file[FileHeader..]) == OldHeader;
        _bits = BinaryPrimitives.ReadUInt16LittleEndian(file[(old ? 24 : 28)..]);
        _packing = old ? Plain : BinaryPrimitives.ReadUInt32LittleEndian(file[30..]);
        _topDown = !old && BinaryPrimitives.ReadInt32LittleEndian(file[22..]) < 0;
    }

    private int HeaderLength => BinaryPrimitives.ReadInt32LittleEndian(_file[FileHeader..]);

    internal static (Image Image, Mask? Alpha) Decode(ReadOnlySpan<byte> file, string what, CancellationToken cancellation)
        => new BmpReader(file, ImageHeader.Read(file) ?? throw CutOff(what), what).Decode(cancellation);

    private static NodeFailure CutOff(string what) => new($"{what} begins like a BMP file but is cut off or damaged; save or download it again.");

    private (Image Image, Mask? Alpha) Decode(CancellationToken cancellation)
    {
        if (_bits is not (1 or 4 or 8 or 16 or 24 or 32) || !(_packing == Plain || (_packing is Masks or MasksWithAlpha && _bits is 16 or 32)))
        {
            throw new NodeFailure($"{_what} is a BMP file of a kind that is not read ({_bits} bits a pixel, compression {_packing}); save it as PNG.");
        }

        var pixels = BinaryPrimitives.ReadUInt32LittleEndian(_file[10..]);
        var rowLength = (((long)_width * _bits) + 31) / 32 * 4;
        if (pixels < FileHeader + HeaderLength || pixels + (rowLength * _height) > _file.Length)
        {
            throw CutOff(_what);
        }

        var colour = GC.AllocateUninitializedArray<float>(checked(_width * _height * 3));
        var alpha = _bits > 8 && AlphaMask != 0 ? GC.AllocateUninitializedArray<float>(_width * _height) : [];
        var palette = _bits <= 8 ? Palette((int)Math.Min(pixels, int.MaxValue)) : [];
        for (var y = 0; y < _height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            var row = _file.Slice((int)(pixels + (rowLength * (_topDown ? y : _height - 1 - y))), (int)rowLength);
            var target = colour.AsSpan(y * _width * 3, _width * 3);
            if (_bits <= 8)
            {
                FromPalette(row, palette, target);
            }
            else
            {
                FromChannels(row, target, alpha.Length == 0 ? [] : alpha.AsSpan(y * _width, _width));
            }
        }

        return (Image.Own(1, _height, _width, 3, colour), alpha.Length == 0 ? null : Mask.Own(1, _height, _width, alpha));
    }

    private uint AlphaMask => _packing != Plain && (HeaderLength >= 56 || _packing == MasksWithAlpha) ? MaskAt(66) : 0;

    // Red, green, blue of each entry; entries that the file lacks are black.
    private float[] Palette(int end)
    {
        var colours = new float[3 << _bits];
        var (at, size) = (FileHeader + HeaderLength, HeaderLength == OldHeader ? 3 : 4);
        for (var i = 0; i < 1 << _bits && at + size <= end; i++, at += size)
        {
            (colours[3 * i], colours[(3 * i) + 1], colours[(3 * i) + 2]) = (Levels.FromByte(_file[at + 2]), Levels.FromByte(_file[at + 1]), Levels.FromByte(_file[at]));
        }

        return colours;
    }

    private void FromPalette(ReadOnlySpan<byte> row, float[] palette, Span<float> colour)
    {
        for (var x = 0; x < _width; x++)
        {
            var bit = x * _bits;
            var index = row[bit / 8] >> (8 - _bits - (bit % 8)) & ((1 << _bits) - 1);
            palette.AsSpan(3 * index, 3).CopyTo(colour[(3 * x)..]);
        }
    }

    private void FromChannels(ReadOnlySpan<byte> row, Span<float> colour, Span<float> alpha)
    {
        var (red, green, blue, opacity) = _packing != Plain ? (MaskAt(54), MaskAt(58), MaskAt(62), AlphaMask)
            : _bits == 16 ? (0x7C00u, 0x03E0u, 0x001Fu, 0u) : (0xFF0000u, 0xFF00u, 0xFFu, 0u);
        for (var x = 0; x < _width; x++)
        {
            var at = x * _bits / 8;
            var pixel = _bits switch
            {
                16 => BinaryPrimitives.ReadUInt16LittleEndian(row[at..]),
                24 => (uint)(row[at] | (row[at + 1] << 8) | (row[at + 2] << 16)),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(row[at..]),
            };
            (colour[3 * x], colour[(3 * x) + 1], colour[(3 * x) + 2]) = (Value(pixel, red), Value(pixel, green), Value(pixel, blue));
            if (!alpha.IsEmpty)
            {
                alpha[x] = Value(pixel, opacity);
            }
        }
    }

    private uint MaskAt(int position) => position + 4 <= _file.Length ? BinaryPrimitives.ReadUInt32LittleEndian(_file[position..]) : 0;

    private static float Value(uint pixel, uint mask)
    {
        var shift = BitOperations.TrailingZeroCount(mask);
        return mask == 0 ? 0 : ((pixel & mask) >> shift) / (float)(mask >> shift);
    }
}
