using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace MySpinBot.Runtime.Devices;

/// <summary>A driver's library that may or may not be there, and its functions by name. It is never unloaded: drivers start threads of their own.</summary>
internal sealed class NativeCalls
{
    private readonly nint _library;

    private NativeCalls(nint library) => _library = library;

    /// <summary>Opens the first of these libraries that is there.</summary>
    public static bool TryOpen([NotNullWhen(true)] out NativeCalls? calls, params ReadOnlySpan<string> names)
    {
        calls = null;
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                calls = new NativeCalls(library);
                return true;
            }
        }

        return false;
    }

    /// <summary>The address of a function; 0 where an older library has none of that name.</summary>
    public nint Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryGetExport(_library, name, out var address))
            {
                return address;
            }
        }

        return 0;
    }

    /// <summary>A text that a driver has written.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }
}
