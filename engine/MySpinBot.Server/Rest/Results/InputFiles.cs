using MySpinBot.Server.Files;

namespace MySpinBot.Server.Rest.Results;

/// <summary>Files in the server's folders, by name.</summary>
internal static class InputFiles
{
    /// <summary>A page of a folder's files.</summary>
    /// <param name="folders">Where they are.</param>
    /// <param name="type"><c>input</c>, <c>output</c> or <c>temp</c>.</param>
    /// <param name="parts">The folders that lead to it; none for that one itself.</param>
    /// <param name="after">The name that the page before ended with; null for the first.</param>
    /// <param name="most">The most that are given.</param>
    /// <param name="isMore">Whether there are more.</param>
    /// <exception cref="ServerRefusal">The subfolder leaves the folder.</exception>
    public static FileInfo[] Page(ServerFolders folders, string type, string[] parts, string? after, int most, out bool isMore)
    {
        var root = folders.OfType(type);
        var folder = new DirectoryInfo(parts.Length == 0 ? root : ServerFolders.Below(root, parts));
        if (!folder.Exists || PathNames.AnyHidden(parts))
        {
            throw new ServerRefusal(RefusalKind.Missing, "no_such_folder", $"There is no such subfolder of the {type} folder.");
        }

        // A heap of what is asked for, so that a folder of a million files costs no list of them.
        var first = new PriorityQueue<FileInfo, string>(Comparer<string>.Create(static (a, b) => string.CompareOrdinal(b, a)));
        isMore = false;
        foreach (var file in folder.EnumerateFiles("*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint }))
        {
            if (after is not null && string.CompareOrdinal(file.Name, after) <= 0)
            {
                continue;
            }

            first.Enqueue(file, file.Name);
            if (first.Count > most)
            {
                first.Dequeue();
                isMore = true;
            }
        }

        var page = new FileInfo[first.Count];
        for (var i = page.Length - 1; i >= 0; i--)
        {
            page[i] = first.Dequeue();
        }

        return page;
    }
}
