using MySpinBot.Server.Files;

namespace MySpinBot.Server.Rest.Results;

/// <summary>Files that graphs can read, by name.</summary>
internal static class InputFiles
{
    /// <summary>A page of a folder's files.</summary>
    /// <param name="folders">Where they are.</param>
    /// <param name="subfolder">Within the input folder; empty for that one itself.</param>
    /// <param name="after">The name that the page before ended with; null for the first.</param>
    /// <param name="most">The most that are given.</param>
    /// <param name="isMore">Whether there are more.</param>
    /// <exception cref="ServerRefusal">The subfolder leaves the folder.</exception>
    public static FileInfo[] Page(ServerFolders folders, string subfolder, string? after, int most, out bool isMore)
    {
        var parts = PathNames.Parts(subfolder, RefusalKind.Wrong, "The subfolder");
        var folder = new DirectoryInfo(parts.Length == 0 ? folders.Input : ServerFolders.Below(folders.Input, parts));
        if (!folder.Exists)
        {
            throw new ServerRefusal(RefusalKind.Missing, "no_such_folder", "There is no such subfolder of the input folder.");
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
