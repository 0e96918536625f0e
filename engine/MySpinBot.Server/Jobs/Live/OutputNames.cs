namespace MySpinBot.Server.Jobs.Live;

/// <summary>The files in which workers note the output names that a job's calls were given, <c>outputs/JOB</c> in the data folder: they go when it is on disk that the job has ended, and no sooner.
/// Until then the job may run again, and is to find them.</summary>
internal sealed class OutputNames(ServerOptions options)
{
    private readonly string _folder = Path.Join(options.DataFolder, "outputs");

    /// <summary>Removes the file of a job that has ended.</summary>
    public void Remove(Guid job) => Remove(Path.Join(_folder, job.ToString()));

    /// <summary>Removes the files of all jobs but these: a server that was ended may not have come to it.</summary>
    public void RemoveAllBut(Func<Guid, bool> isUnfinished)
    {
        if (!Directory.Exists(_folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(_folder))
        {
            if (Guid.TryParse(Path.GetFileName(path), out var job) && !isUnfinished(job))
            {
                Remove(path);
            }
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // There may be none; and one that cannot be removed now is by the next server.
        }
    }
}
