using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Server.Security;
using MySpinBot.Storage;

namespace MySpinBot.Cli.Doctoring;

/// <summary>Looks at the folders: whether they can be written, whether there is room, and whether what lies in them is whole.</summary>
internal sealed class Folders(Configuration configuration)
{
    private const long Comfortable = 5L << 30;

    /// <summary>All folders.</summary>
    public IReadOnlyList<Finding> Writable()
    {
        (string Name, string Path)[] folders =
        [
            ("data", configuration.DataFolder), ("input", configuration.InputFolder), ("output", configuration.OutputFolder), ("temp", configuration.TempFolder), ("cache", configuration.CacheFolder),
            ("state", configuration.Places.State),
        ];
        return [.. folders.Select(folder => Writable($"folder.{folder.Name}", folder.Path)), Models()];
    }

    /// <summary>The jobs.</summary>
    public Finding Database()
    {
        const string check = "database";
        var file = Path.Join(configuration.DataFolder, "jobs.db");
        if (!File.Exists(file))
        {
            return Finding.Ok(check, $"There are no jobs yet in '{configuration.DataFolder}'.");
        }

        try
        {
            var faults = DatabaseCheck.Run(configuration.DataFolder);
            return faults.Count == 0 ? Finding.Ok(check, $"{file} is whole ({ByteSize.Write(new FileInfo(file).Length)}).")
                : Finding.Fail(check, $"{file} is damaged: {string.Join("; ", faults)}.", "stop the server, put back a copy of the data folder, or save what can be read: sqlite3 jobs.db .recover | sqlite3 new.db");
        }
        catch (StorageFault fault)
        {
            return Finding.Fail(check, fault.Message, $"see that {file} may be read, and that nothing else has it open");
        }
    }

    /// <summary>The keys of those who use the server from elsewhere.</summary>
    public Finding Keys()
    {
        const string check = "keys";
        var file = Path.Join(configuration.DataFolder, "keys");
        if (!File.Exists(file))
        {
            return IsLoopback() ? Finding.Ok(check, "There are no keys: only this machine may use the server.")
                : Finding.Fail(check, $"The server is to listen at {configuration.Get(Settings.Listen)}, where others reach it, and there are no keys: it will not start.", "myspinbot keys add NAME");
        }

        try
        {
            var owners = ApiKeys.Read(File.ReadAllText(file)).Owners.Count();
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0
                ? Finding.Warn(check, $"{file} may be read or written by others.", $"chmod 600 '{file}'")
                : Finding.Ok(check, $"{owners} may use the server from elsewhere; {file} is for its owner only.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return Finding.Fail(check, $"{file} cannot be used: {fault.Message}", "myspinbot keys add NAME, in a new file");
        }
    }

    private bool IsLoopback() => configuration.Get(Settings.Listen) is "localhost" or "::1" or "[::1]" or ['1', '2', '7', '.', ..];

    private Finding Models()
    {
        const string check = "folder.models";
        var folder = configuration.ModelFolder;
        return !Directory.Exists(folder) ? Finding.Ok(check, $"{folder} is not there yet: it is where models are looked for.")
            : CanRead(folder) ? Finding.Ok(check, $"{folder} can be read.")
            : Finding.Fail(check, $"{folder} cannot be read.", $"chmod u+rx '{folder}', or name another one as models.folder");
    }

    private Finding Writable(string check, string folder)
    {
        try
        {
            // What is not there is made when it is needed: then its parent has to be such.
            var there = folder;
            while (!Directory.Exists(there))
            {
                if (File.Exists(there))
                {
                    throw new IOException($"{there} is a file.");
                }

                there = Path.GetDirectoryName(there) ?? "/";
            }

            var probe = Path.Join(there, $".myspinbot-{Environment.ProcessId}.probe");
            using (File.OpenHandle(probe, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose))
            {
                // It can be written.
            }

            return Room(check, folder, new DriveInfo(there).AvailableFreeSpace);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail(check, $"{folder} cannot be written: {fault.Message}", $"chown or chmod it for who runs the program, or name another one ('myspinbot config show' says where it is named)");
        }
    }

    private Finding Room(string check, string folder, long free)
    {
        var least = configuration.Get(Settings.FreeDiskBytes)!.Value;
        var (remedy, room) = ("make room on that disk ('myspinbot cache clear' forgets results), or name a folder on another", ByteSize.Write(free));
        return free < least ? Finding.Fail(check, $"{folder}: the disk has {room} left, and no work is taken below {ByteSize.Write(least)}.", remedy)
            : free < Comfortable ? Finding.Warn(check, $"{folder}: the disk has {room} left, which films soon fill.", remedy)
            : Finding.Ok(check, $"{folder} can be written; {room} free.");
    }

    private static bool CanRead(string folder)
    {
        try
        {
            using var entries = Directory.EnumerateFileSystemEntries(folder).GetEnumerator();
            entries.MoveNext();
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
