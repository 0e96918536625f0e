using MySpinBot.Core.Results;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Files;

/// <summary>The folders of a server. No path that comes from outside leaves its folder, by dots, links, or absolute names.</summary>
public sealed class ServerFolders
{
    /// <summary>The folders that the options name; they are made where they are missing, and that for what is needed for a while only is emptied.</summary>
    /// <exception cref="IOException">One cannot be made.</exception>
    public ServerFolders(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Data = Made(options.DataFolder);
        Input = Made(options.InputFolder);
        Output = Made(options.OutputFolder);
        Temp = Made(options.TempFolder);
        Artifacts = Made(Path.Join(Data, "artifacts"));
        Users = Made(Path.Join(Data, "user"));
        EmptyTemp(options.Report);
        Models = options.ModelFolders.Count > 0 ? options.ModelFolders : ModelPaths.In(Path.Join(Data, "models"));
    }

    /// <summary>Where jobs, settings, kept artifacts and users' files are.</summary>
    public string Data { get; }

    /// <summary>What graphs read files from.</summary>
    public string Input { get; }

    /// <summary>What graphs save to.</summary>
    public string Output { get; }

    /// <summary>What is needed for a while only.</summary>
    public string Temp { get; }

    /// <summary>Artifacts that jobs keep.</summary>
    public string Artifacts { get; }

    /// <summary>Files of users, a folder each.</summary>
    public string Users { get; }

    /// <summary>Folders with models, by kind, first come first served.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Models { get; }

    /// <summary>The folder of ComfyUI's name for it.</summary>
    /// <param name="type"><c>input</c>, <c>output</c> or <c>temp</c>.</param>
    /// <exception cref="ServerRefusal">There is no such type.</exception>
    public string OfType(string type) => type switch
    {
        "input" => Input,
        "output" => Output,
        "temp" => Temp,
        _ => throw new ServerRefusal(RefusalKind.Wrong, "no_such_folder", $"'{Sentence(type)}' is no type of folder: it is input, output or temp."),
    };

    /// <summary>A file by ComfyUI's names for it; null where it is not there.</summary>
    /// <param name="type"><c>input</c>, <c>output</c> or <c>temp</c>. A file of <c>temp</c> whose name is a content id and an extension is a kept artifact.</param>
    /// <param name="subfolder">Within it; empty for the folder itself.</param>
    /// <param name="name">The file's name; where it has slashes, their folders are within the subfolder.</param>
    /// <exception cref="ServerRefusal">The path leaves the folder, or there is no such type.</exception>
    public string? Find(string type, string subfolder, string name)
    {
        var folder = OfType(type);
        if (type == "temp" && string.IsNullOrEmpty(subfolder) && ArtifactOf(name) is { } id && FindArtifact(id) is { } kept)
        {
            return kept;
        }

        var names = PathNames.Parts(name, RefusalKind.Wrong, "The file name");
        if (names.Length == 0)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "no_file_name", "No file is named: give its name.");
        }

        string[] parts = [.. PathNames.Parts(subfolder, RefusalKind.Forbidden, "The subfolder"), .. names];

        // What begins with a dot is the server's own or meant to be hidden.
        return !PathNames.AnyHidden(parts) && Below(folder, parts) is var path && File.Exists(path) ? path : null;
    }

    /// <summary>Where the bytes of a kept artifact are; null where they are not kept.</summary>
    public string? FindArtifact(ContentId id) => Path.Join(Artifacts, ArtifactPlace.Of(id)) is var path && File.Exists(path) ? path : null;

    /// <summary>The content id in the name of a kept artifact, such as <c>ID.png</c>; null for any other name.</summary>
    public static ContentId? ArtifactOf(string? name)
    {
        const int digits = ContentId.Size * 2;
        return name is { Length: >= digits } && (name.Length == digits || name[digits] == '.') && ContentId.TryParse(name[..digits], out var id) ? id : null;
    }

    /// <summary>A path below a folder.</summary>
    /// <param name="folder">One of the server's folders.</param>
    /// <param name="parts">Names that were checked.</param>
    /// <exception cref="ServerRefusal">A link leads out of the folder.</exception>
    internal static string Below(string folder, IReadOnlyList<string> parts)
        => RealPath.Below(folder, parts)
            ?? throw new ServerRefusal(RefusalKind.Forbidden, "path_not_allowed", $"'{string.Join('/', parts)}' lies behind a link that leads out of its folder; such files are not served.");

    /// <summary>The folder of an owner's files; it need not be there.</summary>
    internal string OfUser(string owner)
        => Path.Join(Users, string.Concat(owner.Select((character, at)
            => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' || (character is '.' && at > 0) ? character.ToString() : $"%{(int)character:x4}")));

    /// <summary>A text from outside as it may stand in a sentence.</summary>
    internal static string Sentence(string? text) => text is null ? "" : text.Length <= 80 ? text : text[..80] + "…";

    // Not where somebody has named a folder for it that holds another of the server's.
    private void EmptyTemp(Action<string> report)
    {
        if (new[] { Data, Input, Output }.Any(folder => RealPath.IsInside(RealPath.Of(folder) ?? folder, RealPath.Of(Temp) ?? Temp)))
        {
            report($"The folder '{Temp}' is not emptied, because files that are kept lie in it; choose another with '--temp-directory'.");
            return;
        }

        foreach (var entry in new DirectoryInfo(Temp).EnumerateFileSystemInfos())
        {
            try
            {
                if (entry is DirectoryInfo { LinkTarget: null } folder)
                {
                    folder.Delete(recursive: true);
                }
                else
                {
                    entry.Delete();
                }
            }
            catch (Exception fault) when (DiskRefusal.Is(fault))
            {
                report($"'{entry.FullName}' cannot be removed from the folder for what is needed for a while only: {fault.Message}");
            }
        }
    }

    private static string Made(string folder) => Directory.CreateDirectory(Path.GetFullPath(folder)).FullName;
}
