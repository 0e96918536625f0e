using System.Runtime.InteropServices;

namespace MySpinBot.Imaging;

/// <summary>One call of a libvips operation: set its arguments, <see cref="Run"/> it, take its result.</summary>
internal sealed class VipsOperation : SafeHandle
{
    internal VipsOperation(string nickname)
        : base(0, ownsHandle: true)
    {
        VipsLibrary.EnsureStarted();
        SetHandle(VipsNative.NewOperation(nickname));
        if (IsInvalid)
        {
            throw new VipsError();
        }
    }

    public override bool IsInvalid => handle == 0;

    internal VipsOperation With(string name, VipsImage image) => Set(name, VipsNative.ImageType(), image.Pointer);

    /// <summary>A string of any content, which the option syntax could not carry.</summary>
    internal VipsOperation With(string name, string text)
    {
        var bytes = Marshal.StringToCoTaskMemUTF8(text);
        try
        {
            return Set(name, VipsNative.StringType, bytes);
        }
        finally
        {
            Marshal.FreeCoTaskMem(bytes);
        }
    }

    /// <summary>A block of bytes, not copied: it must stay where it is until the result has been computed.</summary>
    internal VipsOperation With(string name, nint data, int length)
    {
        var blob = VipsNative.NewBlob(0, data, (nuint)length);
        try
        {
            return Set(name, VipsNative.BlobType(), blob);
        }
        finally
        {
            VipsNative.UnrefArea(blob);
        }
    }

    /// <summary>Numbers, enumerations and flags, as <c>name=value,name=value</c>.</summary>
    internal VipsOperation With(string options)
        => VipsNative.SetOptions(handle, options) == 0 ? this : throw new VipsError();

    internal VipsOperation Run()
    {
        var built = VipsNative.Build(handle);
        if (built == 0)
        {
            VipsNative.UnrefOutputs(handle);
            throw new VipsError();
        }

        VipsNative.Unref(handle);
        SetHandle(built);
        return this;
    }

    /// <summary>Runs the operation and takes its image.</summary>
    internal VipsImage Image()
    {
        Run();
        var image = new VipsImage(Output("out"));
        VipsNative.UnrefOutputs(handle);
        return image;
    }

    /// <summary>Runs the operation and takes the bytes that it wrote.</summary>
    internal unsafe byte[] Bytes()
    {
        Run();
        var blob = Output("buffer");
        try
        {
            var data = VipsNative.BlobData(blob, out var length);
            return new ReadOnlySpan<byte>((void*)data, checked((int)length)).ToArray();
        }
        finally
        {
            VipsNative.UnrefArea(blob);
            VipsNative.UnrefOutputs(handle);
        }
    }

    /// <summary>What libvips has to say since the last time, in one line. The buffer is the process's, so with many threads it may hold another's words too.</summary>
    internal static string TakeErrors()
    {
        var text = VipsNative.TakeErrors();
        try
        {
            return string.Join("; ", (Marshal.PtrToStringUTF8(text) ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(2));
        }
        finally
        {
            VipsNative.Free(text);
        }
    }

    protected override bool ReleaseHandle()
    {
        VipsNative.Unref(handle);
        return true;
    }

    private VipsOperation Set(string name, nuint type, nint data)
    {
        var value = new VipsNative.GValue { Type = type, Data = data };
        VipsNative.SetProperty(handle, name, ref value);
        return this;
    }

    private nint Output(string name)
    {
        var value = default(VipsNative.GValue);
        VipsNative.GetProperty(handle, name, ref value);
        return value.Data;
    }
}
