using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace MySpinBot.Runtime.Results;

/// <summary>A file of the trace log. One process writes it, in one go; its name says when it was begun, and its salt.</summary>
internal sealed class LogSegment : IDisposable
{
    public LogSegment(string path, uint salt) => (Path, Salt) = (path, salt);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Where its checksums start from.</summary>
    public uint Salt { get; }

    /// <summary>The open file; null until the first bytes are written.</summary>
    public SafeFileHandle? File { get; private set; }

    /// <summary>Up to where it was read.</summary>
    public long ReadTo { get; set; }

    /// <summary>A new name that no other process has.</summary>
    public static LogSegment Begin(string folder, DateTimeOffset now)
    {
        var salt = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        return new LogSegment(System.IO.Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks:x16}-{salt:x8}.log")), salt);
    }

    /// <summary>The segments of a folder, oldest first.</summary>
    public static IEnumerable<LogSegment> In(string folder)
        => Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.log").Order(StringComparer.Ordinal).Select(OfFile).OfType<LogSegment>()
            : [];

    /// <summary>Opens it for reading; other processes may write to it, or take its name away.</summary>
    public SafeFileHandle OpenForReading()
        => File ??= System.IO.File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Opens it for writing, made where it is not there.</summary>
    public SafeFileHandle OpenForWriting()
        => File ??= System.IO.File.OpenHandle(Path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <inheritdoc/>
    public void Dispose() => File?.Dispose();

    private static LogSegment? OfFile(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        return name is { Length: 25 } && uint.TryParse(name.AsSpan(17), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var salt)
            ? new LogSegment(path, salt)
            : null;
    }
}
