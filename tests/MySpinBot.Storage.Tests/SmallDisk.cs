using System.Diagnostics;

namespace MySpinBot.Storage.Tests;

/// <summary>A disk of its own that a test may fill or write-protect. Mounting needs root: elsewhere the tests that want one say that they were skipped.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static SmallDisk OrSkip(int kibibytes)
    {
        var path = Directory.CreateTempSubdirectory("myspinbot-disk-").FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", path), "Mounting a small disk is not permitted here.");
        return new SmallDisk(path);
    }

    public void Protect() => Run("mount", "-o", "remount,ro", Path).ShouldBeTrue();

    public void Fill()
    {
        using var filler = new FileStream(System.IO.Path.Join(Path, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Dispose()
    {
        Run("umount", Path).ShouldBeTrue();
        Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
