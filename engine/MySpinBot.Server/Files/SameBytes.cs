using System.Buffers;

namespace MySpinBot.Server.Files;

/// <summary>Whether two files have the same bytes.</summary>
internal static class SameBytes
{
    private const int Window = 128 << 10;

    /// <summary>Whether they have. A file that is not there, or is none, has other bytes than any.</summary>
    public static bool InFiles(string one, string other)
    {
        try
        {
            var (mine, theirs) = (new FileInfo(one), new FileInfo(other));
            if (!mine.Exists || !theirs.Exists || mine.Length != theirs.Length)
            {
                return false;
            }

            return mine.Length == 0 || Compare(one, other);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            return false;
        }
    }

    private static bool Compare(string one, string other)
    {
        using var mine = File.OpenHandle(one);
        using var theirs = File.OpenHandle(other);
        var (left, right) = (ArrayPool<byte>.Shared.Rent(Window), ArrayPool<byte>.Shared.Rent(Window));
        try
        {
            for (long at = 0; ;)
            {
                var (read, there) = (Read(mine, left, at), Read(theirs, right, at));
                if (!left.AsSpan(0, read).SequenceEqual(right.AsSpan(0, there)))
                {
                    return false;
                }

                if (read == 0)
                {
                    return true;
                }

                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(left);
            ArrayPool<byte>.Shared.Return(right);
        }
    }

    private static int Read(Microsoft.Win32.SafeHandles.SafeFileHandle file, byte[] buffer, long at)
    {
        var filled = 0;
        while (filled < Window && RandomAccess.Read(file, buffer.AsSpan(filled, Window - filled), at + filled) is > 0 and var read)
        {
            filled += read;
        }

        return filled;
    }
}
