using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests;

/// <summary>Programs of this machine. A test whose program is missing is skipped, out loud; where tests must not be skipped, it fails.</summary>
internal sealed class MachineTools : IHostTools
{
    public string Executable(string name)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip($"{name} is not installed.");
        }

        return path ?? throw new InvalidOperationException($"{name} is not installed, and CI must not skip its tests.");
    }
}
