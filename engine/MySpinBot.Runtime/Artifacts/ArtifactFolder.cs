using Microsoft.Win32.SafeHandles;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Artifacts;

/// <summary>Where artifact files lie: <c>ab/cd/abcd…</c>, and <c>incoming</c> for what is being written.</summary>
internal sealed class ArtifactFolder(string path)
{
    // Read-only files: a tool that is given an artifact's path cannot spoil it by accident.
    private const UnixFileMode ReadOnlyFile = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    private string Incoming => System.IO.Path.Join(Path, "incoming");

    /// <summary>Where the file of this id is, or would be.</summary>
    public string PathOf(ContentId id)
    {
        var name = id.ToString();
        return System.IO.Path.Join(Path, name[..2], name[2..4], name);
    }

    /// <summary>Writes a file beside its place, flushes it to the disk, and moves it there in one step. Nothing is left of one that fails.</summary>
    /// <param name="write">Writes the bytes.</param>
    /// <param name="id">Asked for the id once they are written.</param>
    public void Write(Action<SafeFileHandle> write, Func<ContentId> id)
    {
        Directory.CreateDirectory(Incoming);
        var temporary = System.IO.Path.Join(Incoming, System.IO.Path.GetRandomFileName());
        try
        {
            using (var file = new FileStream(temporary, NewFile()))
            {
                write(file.SafeFileHandle);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            var place = PathOf(id());
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(place)!);
            File.Move(temporary, place, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Removes a file, if it is there.</summary>
    public void Remove(ContentId id)
    {
        if (File.Exists(PathOf(id)))
        {
            File.Delete(PathOf(id));
        }
    }

    /// <summary>Removes what processes left that ended while they wrote. Only for who has the folder alone.</summary>
    public void RemoveUnfinished()
    {
        foreach (var file in Directory.Exists(Incoming) ? Directory.EnumerateFiles(Incoming) : [])
        {
            File.Delete(file);
        }
    }

    /// <summary>Every file with its length, in no order.</summary>
    public IEnumerable<(ContentId Id, long Length)> List()
    {
        if (!Directory.Exists(Path))
        {
            yield break;
        }

        foreach (var file in new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (ContentId.TryParse(file.Name, out var id))
            {
                yield return (id, file.Length);
            }
        }
    }

    /// <summary>How a file that never changes again is made.</summary>
    public static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = ReadOnlyFile;
        }

        return options;
    }
}
