using MySpinBot.Checkpoints.Files;

namespace MySpinBot.Checkpoints.PyTorch.Zip;

/// <summary>The bytes of an archive's entry.</summary>
internal static class ZipBytes
{
    public static TensorBytes Of(CheckpointFile file, ZipDirectory directory, ZipEntry entry) => entry.Method switch
    {
        0 => directory.Raw(entry),
        8 => new DeflatedBytes(directory.Raw(entry), entry, file),
        _ => throw file.Refuse($"is a zip archive whose entry '{entry.Name}' is packed by method {entry.Method}; stored and deflated ones are read. Unpack it, and pack it again without compression."),
    };
}
