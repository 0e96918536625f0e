using System.Text;
using System.Text.Json;

namespace MySpinBot.EndToEnd;

/// <summary>A temporary folder with a cache, an output folder and graphs of its own.</summary>
public class Workplace : IDisposable
{
    private readonly Dictionary<string, string?> _variables = [];

    public Workplace()
    {
        Folder = Directory.CreateTempSubdirectory("myspinbot e2e ").FullName;
        _variables["MYSPINBOT_CACHE"] = Path.Combine(Folder, "cache");
        _variables["NO_COLOR"] = null;
        _variables["TERM"] = "xterm";
    }

    public string Folder { get; }

    public string Out => Path.Combine(Folder, "out");

    /// <summary>Files in the output folder, temporary and hidden ones included.</summary>
    public IEnumerable<string> Saved => Directory.Exists(Out) ? Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Out, path)) : [];

    public void Set(string variable, string? value) => _variables[variable] = value;

    /// <summary>Writes a file into the folder.</summary>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    internal Child Start(params string[] arguments) => Child.Start(Product.Launcher, arguments, Folder, _variables);

    internal async Task<Ended> RunAsync(params string[] arguments)
    {
        using var child = Start(arguments);
        return await child.EndAsync();
    }

    /// <summary>Gives the command something on its standard input.</summary>
    internal async Task<Ended> RunWithInputAsync(string input, params string[] arguments)
    {
        using var child = Child.Start(Product.Launcher, arguments, Folder, _variables, Encoding.UTF8.GetBytes(input));
        return await child.EndAsync();
    }

    /// <summary>Runs another program of the system.</summary>
    internal async Task<Ended> RunProgramAsync(string program, params string[] arguments)
    {
        using var child = Child.Start(program, arguments, Folder, _variables);
        return await child.EndAsync();
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Directory.Delete(Folder, recursive: true);

    /// <summary>The events that <c>--json</c> wrote, the last one possibly cut off.</summary>
    internal static List<JsonElement> Events(string output)
        => [.. output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    /// <summary>Ids of the nodes that these events are about.</summary>
    internal static HashSet<string> Nodes(IEnumerable<JsonElement> events, string kind)
        => [.. events.Where(each => each.GetProperty("event").GetString() == kind).Select(each => each.GetProperty("node_id").GetString()!)];
}
