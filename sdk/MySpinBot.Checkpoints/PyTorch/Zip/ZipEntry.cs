namespace MySpinBot.Checkpoints.PyTorch.Zip;

/// <summary>A line of an archive's table of contents.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Method">0 as it is, 8 deflated.</param>
/// <param name="Packed">How many bytes it takes in the archive.</param>
/// <param name="Length">How many it has.</param>
/// <param name="HeaderAt">Where its own header stands.</param>
internal sealed record ZipEntry(string Name, int Method, long Packed, long Length, long HeaderAt);
