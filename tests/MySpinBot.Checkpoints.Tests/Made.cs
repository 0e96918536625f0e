namespace MySpinBot.Checkpoints.Tests;

/// <summary>Files that a test makes, in a folder of its own.</summary>
internal sealed class Made : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("myspinbot-checkpoints").FullName;

    public string Put(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Safetensors(string name, ITensors tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var path = Path.Combine(Folder, name);
        using var file = File.Create(path);
        SafetensorsWriter.Write(tensors, metadata, file);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
