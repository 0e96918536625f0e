using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>A file as ComfyUI's requests name it.</summary>
/// <param name="Type"><c>input</c>, <c>output</c> or <c>temp</c>.</param>
/// <param name="Subfolder">Within it.</param>
/// <param name="Name">Its name.</param>
internal sealed record NamedFile(string Type, string Subfolder, string Name)
{
    private static readonly string[] Types = ["output", "input", "temp"];

    /// <summary>Reads <c>a.png</c> or <c>a.png [input]</c>.</summary>
    /// <param name="name">The name, with or without where it is.</param>
    /// <param name="type">Where it is if the name does not say so; null for the output folder.</param>
    /// <param name="subfolder">The folder in that one; null for none.</param>
    public static NamedFile Of(string name, string? type, string? subfolder)
    {
        foreach (var known in Types)
        {
            if (name.EndsWith($"[{known}]", StringComparison.Ordinal))
            {
                var plain = name[..^(known.Length + 2)];
                return new NamedFile(known, subfolder ?? "", plain.EndsWith(' ') ? plain[..^1] : plain);
            }
        }

        return new NamedFile(string.IsNullOrEmpty(type) ? "output" : type, subfolder ?? "", name);
    }

    /// <summary>Where it is.</summary>
    /// <exception cref="ServerRefusal">It is not there, or its path is not allowed.</exception>
    public string Find(ServerFolders folders)
        => folders.Find(Type, Subfolder, Name)
            ?? throw new ServerRefusal(RefusalKind.Missing, "no_such_file", $"There is no file '{ServerFolders.Sentence(Subfolder.Length > 0 ? $"{Subfolder}/{Name}" : Name)}' in the {Type} folder.");

    /// <summary>Reads what a query asks for.</summary>
    /// <exception cref="ServerRefusal">It names no file.</exception>
    public static NamedFile Of(IQueryCollection query)
    {
        if (!query.TryGetValue("filename", out var names))
        {
            throw new ServerRefusal(RefusalKind.Missing, "no_file_name", "No file is named: give 'filename'.");
        }

        return Of(names[0] ?? "", query["type"].FirstOrDefault(), query["subfolder"].FirstOrDefault());
    }
}
