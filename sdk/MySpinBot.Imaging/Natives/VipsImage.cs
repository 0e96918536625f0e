using System.Runtime.InteropServices;

namespace MySpinBot.Imaging;

/// <summary>One reference to a VipsImage. Pixels are computed when they are asked for, so what it was made from must outlive it.</summary>
internal sealed class VipsImage : SafeHandle
{
    internal VipsImage(nint image)
        : base(0, ownsHandle: true)
        => SetHandle(image);

    public override bool IsInvalid => handle == 0;

    internal nint Pointer => handle;

    internal int Width => VipsNative.Width(handle);

    internal int Height => VipsNative.Height(handle);

    /// <summary>Rows of one frame, where an animation is one tall image; else the height.</summary>
    internal int PageHeight => VipsNative.PageHeight(handle);

    /// <summary>Where the image lies within what it was cut out of: for a text, its ink within its lines.</summary>
    internal (int Left, int Top) Offset => (VipsNative.XOffset(handle), VipsNative.YOffset(handle));

    internal int Bands => VipsNative.Bands(handle);

    internal VipsFormat Format => (VipsFormat)VipsNative.Format(handle);

    internal VipsInterpretation Interpretation => (VipsInterpretation)VipsNative.Interpretation(handle);

    /// <summary>EXIF orientation, 1 (upright) to 8.</summary>
    internal int Orientation => VipsNative.Orientation(handle);

    /// <summary>The whole image, computed into memory.</summary>
    internal VipsImage InMemory()
    {
        var copy = VipsNative.CopyMemory(handle);
        return copy == 0 ? throw new VipsError() : new VipsImage(copy);
    }

    /// <summary>A named block of metadata, or an empty span that is gone with the image.</summary>
    internal unsafe ReadOnlySpan<byte> Blob(string name)
        => VipsNative.TypeOf(handle, name) != 0 && VipsNative.GetBlob(handle, name, out var data, out var size) == 0
            ? new ReadOnlySpan<byte>((void*)data, checked((int)size))
            : [];

    protected override bool ReleaseHandle()
    {
        VipsNative.Unref(handle);
        return true;
    }
}

/// <summary>Number formats of libvips that are met here.</summary>
internal enum VipsFormat
{
    Byte = 0,
    UInt16 = 2,
}

/// <summary>What libvips says about the meaning of bands.</summary>
internal enum VipsInterpretation
{
    Multiband = 0,
    Grey = 1,
    Cmyk = 15,
    Rgb = 17,
    Srgb = 22,
    Rgb16 = 25,
    Grey16 = 26,
}
