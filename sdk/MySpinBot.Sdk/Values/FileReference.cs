namespace MySpinBot.Sdk;

/// <summary>A file that a node reads. It entered the run by content: the same bytes under another name are the same input.</summary>
/// <param name="Path">Absolute path on this machine, inside one of the folders that the host allows.</param>
/// <param name="Id">Content id of the file's bytes when the call was prepared.</param>
/// <param name="Length">Length in bytes.</param>
public sealed record FileReference(string Path, ContentId Id, long Length);
