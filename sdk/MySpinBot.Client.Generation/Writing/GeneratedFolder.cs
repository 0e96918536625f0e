namespace MySpinBot.Client.Generation.Writing;

/// <summary>A file of the client.</summary>
internal sealed record CodeFile(string Name, string Text);

/// <summary>The folder that generated code stands in. Nothing else stands there.</summary>
internal static class GeneratedFolder
{
    /// <summary>Makes the folder hold these files and no others; what is the same already is not touched.</summary>
    public static int Write(string folder, IReadOnlyDictionary<string, string> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in Strangers(folder, files))
        {
            File.Delete(Path.Join(folder, name));
        }

        foreach (var name in Stale(folder, files))
        {
            File.WriteAllText(Path.Join(folder, name), files[name]);
        }

        return 0;
    }

    /// <summary>Says, in the form that builds understand, which files are not what the description says.</summary>
    public static int Check(string folder, IReadOnlyDictionary<string, string> files)
    {
        var wrong = Stale(folder, files).Concat(Strangers(folder, files)).Order(StringComparer.Ordinal).ToList();
        foreach (var name in wrong)
        {
            Console.Error.WriteLine($"{Path.Join(folder, name)}(1,1): error MSBC01: This is not what docs/openapi.json says. Run 'sdk/MySpinBot.Client/generate', and look at what changed.");
        }

        return wrong.Count == 0 ? 0 : 1;
    }

    private static IEnumerable<string> Stale(string folder, IReadOnlyDictionary<string, string> files)
        => files.Where(file => !File.Exists(Path.Join(folder, file.Key)) || File.ReadAllText(Path.Join(folder, file.Key)) != file.Value).Select(file => file.Key);

    private static IEnumerable<string> Strangers(string folder, IReadOnlyDictionary<string, string> files)
        => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(name => !files.ContainsKey(name)) : [];
}
