namespace MySpinBot.Server.Files;

/// <summary>A file that has come in whole and has no name yet. Disposing removes it, unless it was kept (<see cref="UploadReceiver.Keep"/>).</summary>
public sealed class Upload : IDisposable
{
    internal Upload(StagedFile file, string name, IReadOnlyDictionary<string, string> fields) => (File, Name, Fields) = (file, name, fields);

    /// <summary>What it was called where it comes from: a plain name, checked.</summary>
    public string Name { get; }

    /// <summary>The form's other fields.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    /// <summary>Its bytes.</summary>
    public long Length => File.Length;

    /// <summary>Where it is for now.</summary>
    internal string Path => File.Path;

    internal StagedFile File { get; private set; }

    /// <summary>The field of this name, or what stands for it where there is none.</summary>
    public string Field(string name, string otherwise = "") => Fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : otherwise;

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();

    /// <summary>Takes another file in place of the one that came.</summary>
    internal void Become(StagedFile file)
    {
        File.Dispose();
        File = file;
    }
}

/// <summary>What is done where the name is taken by a file with other bytes. One with the same bytes is the same file.</summary>
public enum NameTaken
{
    /// <summary>The new one is called <c>name (1).png</c>.</summary>
    Number,

    /// <summary>The new one takes its place.</summary>
    Replace,

    /// <summary>It is refused.</summary>
    Refuse,
}

/// <summary>A file that was kept.</summary>
/// <param name="Name">Its name now.</param>
/// <param name="Subfolder">The folder that it is in, below the one of its type; empty for that one itself.</param>
/// <param name="Type"><c>input</c>, <c>output</c> or <c>temp</c>.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="WasThere">Whether the same bytes were there under this name.</param>
public sealed record KeptUpload(string Name, string Subfolder, string Type, long Length, bool WasThere)
{
    /// <summary>Its path below the folder of its type.</summary>
    internal string Path => Subfolder.Length == 0 ? Name : $"{Subfolder}/{Name}";
}
