using System.Runtime.InteropServices;

namespace MySpinBot.Runtime.Files;

/// <summary>Linux's <c>statx</c>: its structure is the same on every processor, and it gives nanoseconds and the inode, which the base library does not.</summary>
internal static partial class StatX
{
    private const int CurrentFolder = -100;
    private const uint BasicStats = 0x7FF;
    private const int NoSuchFile = 2;
    private const int NotAFolder = 20;

    /// <summary>False where the system has no such call or refuses it.</summary>
    public static bool TryRead(string path, out FileStamp stamp)
    {
        stamp = default;
        try
        {
            if (Call(CurrentFolder, path, 0, BasicStats, out var raw) != 0)
            {
                return Marshal.GetLastPInvokeError() is NoSuchFile or NotAFolder;
            }

            var kind = (raw.Mode & 0xF000) switch { 0x8000 => FileKind.File, 0x4000 => FileKind.Folder, _ => FileKind.Special };
            stamp = new FileStamp(kind, ((ulong)raw.DeviceMajor << 32) | raw.DeviceMinor, raw.Inode, (long)raw.Size, raw.Modified.Nanoseconds, raw.Changed.Nanoseconds);
            return true;
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Call(int folder, string path, int flags, uint mask, out Raw raw);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public long Seconds;
        public uint Fraction;
        private readonly int _reserved;

        public readonly long Nanoseconds => (Seconds * 1_000_000_000) + Fraction;
    }

    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Raw
    {
        public uint Mask;
        public uint BlockSize;
        public ulong Attributes;
        public uint Links;
        public uint User;
        public uint Group;
        public ushort Mode;
        private readonly ushort _spare;
        public ulong Inode;
        public ulong Size;
        public ulong Blocks;
        public ulong AttributesMask;
        public Moment Accessed;
        public Moment Born;
        public Moment Changed;
        public Moment Modified;
        public uint SpecialMajor;
        public uint SpecialMinor;
        public uint DeviceMajor;
        public uint DeviceMinor;
    }
}
