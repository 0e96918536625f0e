using MySpinBot.Sdk;

namespace MySpinBot.Server.Files;

/// <summary>The folders of a server. No path that comes from outside leaves its folder, by dots, links, or absolute names.</summary>
public sealed class ServerFolders
{
    /// <summary>The folders that the options name; they are made where they are missing.</summary>
    public ServerFolders(ServerOptions options) => _ = options;

    /// <summary>A file by ComfyUI's names for it; null where it is not there.</summary>
    /// <param name="type"><c>input</c>, <c>output</c> or <c>temp</c>. A file of <c>temp</c> whose name is a content id and an extension is a kept artifact.</param>
    /// <param name="subfolder">Within it; empty for the folder itself.</param>
    /// <param name="name">The file's name.</param>
    /// <exception cref="ServerRefusal">The path leaves the folder, or there is no such type.</exception>
    public string? Find(string type, string subfolder, string name) => throw new NotSupportedException();

    /// <summary>Where the bytes of a kept artifact are; null where they are not kept.</summary>
    public string? FindArtifact(ContentId id) => throw new NotSupportedException();
}
