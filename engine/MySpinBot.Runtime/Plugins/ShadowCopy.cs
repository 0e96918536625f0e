using System.Security.Cryptography;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Plugins;

/// <summary>A copy of a plugin's folder under the hash of its content: what is loaded from it never changes, and the original may be replaced at any time.</summary>
/// <param name="AssemblyPath">The plugin's assembly in the copy.</param>
/// <param name="Content">Hash of all files with their names.</param>
/// <param name="Natives">Hashes of the native libraries in it, by name.</param>
internal sealed record ShadowCopy(string AssemblyPath, ContentId Content, IReadOnlyList<(string Name, ContentId Id)> Natives)
{
    private const int MaxFiles = 5_000;
    private const long MaxBytes = 4L << 30;

    /// <summary>Copies the folder that an assembly lies in, unless that content was copied before.</summary>
    /// <exception cref="IOException">Neither folder takes it.</exception>
    /// <exception cref="PluginRefusal">There is no such file, or far too much lies beside it.</exception>
    public static ShadowCopy Make(string assemblyPath, ShadowFolders folders)
    {
        if (!File.Exists(assemblyPath))
        {
            throw new PluginRefusal($"There is no file '{assemblyPath}'.");
        }

        var (source, name) = (Path.GetDirectoryName(assemblyPath)!, Path.GetFileName(assemblyPath));
        var files = FilesOf(source);
        var content = Hash(name, files);
        var target = folders.Place($"{Path.GetFileNameWithoutExtension(name)}-{content.ToString()[..24]}", place => IsComplete(place, files), place => Copy(source, place, files));
        var natives = files.Where(file => IsNative(file.Name)).Select(file => (file.Name, file.Id)).ToList();
        return new ShadowCopy(Path.Combine(target, name), content, natives);
    }

    private static List<(string Name, long Length, ContentId Id)> FilesOf(string folder)
    {
        var files = new List<(string, long, ContentId)>();
        var total = 0L;
        // Examples are no part of what is loaded.
        var examples = Path.Join(folder, NodeExample.Folder) + Path.DirectorySeparatorChar;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.StartsWith(examples, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = File.OpenRead(path);
            total += stream.Length;
            if (files.Count == MaxFiles || total > MaxBytes)
            {
                throw new PluginRefusal($"More than {MaxFiles} files or {MaxBytes >> 30} GiB lie in '{folder}': give the plugin a folder of its own.");
            }

            files.Add((Path.GetRelativePath(folder, path), stream.Length, new ContentId(SHA256.HashData(stream))));
        }

        return files;
    }

    private static ContentId Hash(string name, List<(string Name, long Length, ContentId Id)> files)
    {
        var list = new StringBuilder(name);
        foreach (var file in files)
        {
            list.Append('\n').Append(file.Id).Append(' ').Append(file.Name);
        }

        return ContentId.Of(Encoding.UTF8.GetBytes(list.ToString()));
    }

    private static bool IsComplete(string target, List<(string Name, long Length, ContentId Id)> files)
        => Directory.Exists(target) && files.All(file => new FileInfo(Path.Combine(target, file.Name)) is { Exists: true } copy && copy.Length == file.Length);

    // The copy gets its name only when it is whole; of two processes that copy the same content either may win.
    private static void Copy(string source, string target, List<(string Name, long Length, ContentId Id)> files)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".copy-{Guid.NewGuid():N}");
        try
        {
            foreach (var file in files)
            {
                var copy = Path.Combine(temporary, file.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(Path.Combine(source, file.Name), copy);
            }

            // Another process may have been faster: what is whole is in use, and not to be touched.
            if (IsComplete(target, files))
            {
                return;
            }

            if (Directory.Exists(target))
            {
                Directory.Move(target, $"{temporary}-damaged");
                Directory.Delete($"{temporary}-damaged", recursive: true);
            }

            Directory.Move(temporary, target);
        }
        catch (IOException) when (IsComplete(target, files))
        {
            // It was faster by less than that.
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static bool IsNative(string name)
        => name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal) || name.EndsWith(".dylib", StringComparison.Ordinal);
}
