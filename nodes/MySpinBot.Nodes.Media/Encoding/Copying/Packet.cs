namespace MySpinBot.Nodes.Media;

/// <summary>An encoded picture of a file, in the file's time base.</summary>
/// <param name="Shown">When it is shown.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="IsKey">Whether decoding can begin there.</param>
internal readonly record struct Packet(long Shown, int Bytes, bool IsKey);
