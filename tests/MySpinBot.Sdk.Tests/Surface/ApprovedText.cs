namespace MySpinBot.Sdk.Tests.Surface;

/// <summary>A text that is checked in and reviewed. With <c>MYSPINBOT_UPDATE=1</c> it is written anew.</summary>
internal static class ApprovedText
{
    /// <summary>The repository's root: the folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    public static void ShouldBeApproved(this string actual, string path)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("MYSPINBOT_UPDATE") == "1")
        {
            File.WriteAllText(file, actual);
        }

        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (approved != actual)
        {
            Assert.Fail($"{path} no longer says what is. Review the difference, then run again with MYSPINBOT_UPDATE=1.\n{Difference(approved, actual)}");
        }
    }

    /// <summary>Lines that went and came, where order counts only among equal lines.</summary>
    private static string Difference(string approved, string actual)
    {
        var (before, after) = (approved.Split('\n'), actual.Split('\n'));
        var gone = before.Except(after).Select(line => "- " + line);
        var come = after.Except(before).Select(line => "+ " + line);
        var lines = gone.Concat(come).Take(60).ToArray();
        return lines.Length > 0 ? string.Join('\n', lines) : "The lines are the same but stand in another order.";
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MySpinBot.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests have to run inside the repository, under the folder that holds MySpinBot.sln.");
    }
}
