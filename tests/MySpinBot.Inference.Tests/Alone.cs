using System.Diagnostics;

namespace MySpinBot.Inference.Tests;

/// <summary>A test in a process of its own, in which nothing else runs: for what the kernel counts for a whole process.</summary>
internal static class Alone
{
    /// <summary>The explicit tests of a class, by name.</summary>
    public static TheoryData<string> Tests(Type tests)
        => [.. tests.GetMethods().Where(method => method.GetCustomAttributes(inherit: true).OfType<FactAttribute>().Any(fact => fact.Explicit)).Select(method => method.Name)];

    /// <summary>Runs one of them.</summary>
    public static async Task HoldsAsync(Type tests, string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Processes are measured through /proc.");
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-explicit", "only", "-method", $"{tests.FullName}.{name}"]) { RedirectStandardOutput = true };

        // Code that is compiled anew in the background takes memory whenever it likes.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        using var child = Process.Start(start)!;
        var said = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        child.ExitCode.ShouldBe(0, said);
        said.ShouldNotContain("Total: 0");
    }
}
