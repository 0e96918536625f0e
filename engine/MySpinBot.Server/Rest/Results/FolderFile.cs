using MySpinBot.Core.Sentences;
using MySpinBot.Server.Files;
using MySpinBot.Server.Rest.Asking;

namespace MySpinBot.Server.Rest.Results;

/// <summary>A file in one of the server's folders, as an address names it.</summary>
/// <param name="Folder"><c>input</c>, <c>output</c> or <c>temp</c>.</param>
/// <param name="Path">Its path in it.</param>
internal sealed record FolderFile(string Folder, string Path)
{
    private static readonly Dictionary<string, string> Folders = new() { ["input"] = "input", ["output"] = "output", ["temp"] = "temp" };

    /// <summary>Its name.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Reads it; what is wrong with it is said when the parameters are checked.</summary>
    public static FolderFile Read(Parameters parameters)
    {
        var path = parameters.Text("path", 2048);
        return new FolderFile(FolderOf(parameters), path is { Length: > 0 } ? path : parameters.Wrong("path", path ?? "", "the path of a file within the folder", ""));
    }

    /// <summary>Reads which folder is meant.</summary>
    public static string FolderOf(Parameters parameters)
        => parameters.Words("folder", Folders) switch { [var one] => one, [] => parameters.Wrong("folder", "", "one of input, output, temp", "input"), _ => parameters.Wrong("folder", "several", "one of input, output, temp", "input") };

    /// <summary>Where it is.</summary>
    /// <exception cref="ServerRefusal">It is not there, or its path is not allowed.</exception>
    public string Find(ServerFolders folders)
        => folders.Find(Folder, "", Path) ?? throw new ServerRefusal(RefusalKind.Missing, "no_such_file", $"There is no file {Shown.Name(Path)} in the {Folder} folder.");
}
