using System.Text.Json;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>The files that an owner keeps here: workflows, settings, and whatever front ends put beside them.</summary>
internal sealed class UserFiles(string root)
{
    private const int MostListed = 20_000;

    /// <summary>The owner's folder; it need not be there.</summary>
    public string Root { get; } = root;

    /// <summary>A path below the owner's folder. Names may begin with a dot: front ends keep an index under such a name.</summary>
    /// <param name="name">Relative to it.</param>
    /// <param name="forWriting">Whether something is to be put there.</param>
    /// <exception cref="ServerRefusal">The path is not allowed, or names nothing.</exception>
    public string PathOf(string name, bool forWriting = false)
    {
        var parts = PathNames.Parts(name, RefusalKind.Forbidden, "The path");
        if (parts.Length == 0)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "no_file_name", "No file is named: give its path.");
        }

        if (forWriting)
        {
            PathNames.CheckForWriting(parts, "The path", mayHide: true);
        }

        return ServerFolders.Below(Root, parts);
    }

    /// <summary>A path as clients know it.</summary>
    public string Shown(string path) => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Files in a folder, sorted; what begins with a dot is left out.</summary>
    /// <param name="folder">An absolute path.</param>
    /// <param name="deep">Whether those in the folders below it too.</param>
    public static IEnumerable<FileInfo> Files(string folder, bool deep)
        => Entries(folder, deep).OfType<FileInfo>().OrderBy(file => file.FullName, StringComparer.Ordinal);

    /// <summary>Files and folders below a folder.</summary>
    public static IEnumerable<FileSystemInfo> Entries(string folder, bool deep)
        => new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions
        {
            RecurseSubdirectories = deep,
            MaxRecursionDepth = 32,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
        }).Take(MostListed);

    /// <summary>What is known of a file.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path as clients know it.</param>
    public static void Write(Utf8JsonWriter writer, FileInfo file, string path)
    {
        writer.WriteStartObject();
        writer.WriteString("path", path);
        writer.WriteNumber("size", file.Length);
        writer.WriteNumber("modified", Milliseconds(file.LastWriteTimeUtc));
        writer.WriteNumber("created", Milliseconds(file.CreationTimeUtc));
        writer.WriteEndObject();
    }

    /// <summary>Milliseconds since 1970.</summary>
    public static long Milliseconds(DateTime time) => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
