using Microsoft.Win32.SafeHandles;
using MySpinBot.Runtime.Working;

namespace MySpinBot.Runtime.Artifacts;

/// <summary>Puts files in their place in one step.</summary>
internal static class Placing
{
    /// <summary>Puts a file that never changes in a place: as a second name of it, or as a copy where that cannot be. What is there already stays.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static void Put(string path, string place)
    {
        var error = Posix.Link(path, place);
        if (error == Posix.NoSuchFile)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            error = Posix.Link(path, place);
        }

        if (error is not (0 or Posix.Exists))
        {
            // Another disk, a file system without links, or too many of them.
            Copy(place, file => CopyBytes(path, file), () => true);
        }
    }

    /// <summary>Writes a file beside its place and moves it there.</summary>
    /// <param name="place">The place.</param>
    /// <param name="write">Writes the bytes.</param>
    /// <param name="isGood">Asked, once they are written, whether they are to be kept.</param>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static void Copy(string place, Action<SafeFileHandle> write, Func<bool> isGood)
    {
        var folder = Path.GetDirectoryName(place)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Join(folder, "." + Path.GetRandomFileName());
        try
        {
            using (var file = new FileStream(temporary, ArtifactFolder.NewFile()))
            {
                write(file.SafeFileHandle);
            }

            if (isGood())
            {
                File.Move(temporary, place, overwrite: true);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void CopyBytes(string path, SafeFileHandle file)
    {
        using var source = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[1 << 17];
        long at = 0;
        while (RandomAccess.Read(source, buffer, at) is > 0 and var read)
        {
            RandomAccess.Write(file, buffer.AsSpan(0, read), at);
            at += read;
        }
    }
}
