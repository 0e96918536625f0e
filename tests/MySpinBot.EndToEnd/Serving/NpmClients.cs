namespace MySpinBot.EndToEnd.Serving;

/// <summary>Programs that others wrote, as they come from npm.</summary>
internal static class NpmClients
{
    private static string Folder => Path.Join(Product.Root, "tests", "MySpinBot.EndToEnd", "Serving", "clients");

    /// <summary>Installs them, where nobody has.</summary>
    public static async Task InstallAsync(Workplace place)
    {
        // npm writes down what it installed when it is done.
        var (wanted, there) = (Path.Join(Folder, "package-lock.json"), Path.Join(Folder, "node_modules", ".package-lock.json"));
        if (!File.Exists(there) || File.GetLastWriteTimeUtc(there) < File.GetLastWriteTimeUtc(wanted))
        {
            var installed = await place.RunProgramAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", Folder);
            installed.ExitCode.ShouldBe(0, installed.All);
        }
    }

    /// <summary>A program among them.</summary>
    public static string PathOf(string script) => Path.Join(Folder, script);
}
