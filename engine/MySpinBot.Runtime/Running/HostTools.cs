using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>Finds executables on the search path of this process.</summary>
internal sealed class HostTools(string? searchPath) : IHostTools
{
    private readonly string[] _folders = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    public string Executable(string name)
        => Find(name) ?? throw new NodeFailure($"'{name}' is not installed. On Debian or Ubuntu: sudo apt-get install {PackageOf(name)}");

    /// <summary>Where an executable is; null where it is not.</summary>
    public string? Find(string name)
    {
        foreach (var folder in _folders)
        {
            var path = Path.Join(folder, name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static string PackageOf(string name) => name == "ffprobe" ? "ffmpeg" : name;
}
