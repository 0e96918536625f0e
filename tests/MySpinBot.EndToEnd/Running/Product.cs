[assembly: Trait("Category", "e2e")]

// Real processes, each of which would like all cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace MySpinBot.EndToEnd;

/// <summary>The product as a user has it: a checkout with its launcher, which builds what is not built.</summary>
internal static class Product
{
    public static string Root { get; } = FindRoot();

    public static string Launcher => Path.Combine(Root, "myspinbot");

    public static string DemoGraph => Path.Combine(Root, "graphs", "demo.json");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MySpinBot.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must be built inside the repository.");
    }
}
