using MySpinBot.Server.Files;

namespace MySpinBot.Server.Weights.Pulling;

/// <summary>Parts of files that nobody has gone on with for a month.</summary>
internal static class StaleParts
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(30);

    /// <summary>Removes them, but for one.</summary>
    public static void Remove(string folder, string except, TimeProvider time)
    {
        var old = time.GetUtcNow().UtcDateTime - Age;
        foreach (var path in Directory.EnumerateFiles(folder, "*.part"))
        {
            if (path == except || File.GetLastWriteTimeUtc(path) >= old)
            {
                continue;
            }

            try
            {
                // One that is still coming in is locked.
                using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    File.Delete(path);
                    File.Delete($"{path}.json");
                }
            }
            catch (Exception fault) when (DiskRefusal.Is(fault))
            {
                // It stays: hidden, and at no cost but its room.
            }
        }
    }
}
