using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Files;

/// <summary>Turns what the system says about a disk into a sentence for a person. The one place that knows error numbers.</summary>
internal static class DiskFault
{
    private const int IoError = 5;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int NameTooLong = 36;
    private const int OverQuota = 122;
    private const int Exists = 17;
    private const int WouldBlock = 11;
    private const int WindowsExists = unchecked((int)0x80070050);
    private const int WindowsShared = unchecked((int)0x80070020);

    /// <summary>Whether this is the disk's fault rather than ours.</summary>
    public static bool Is(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>Whether there is no room left.</summary>
    public static bool IsFull(IOException fault) => fault.HResult is NoSpace or OverQuota;

    /// <summary>Whether a file could not be made because another has the name, or holds it.</summary>
    public static bool IsTaken(IOException fault) => fault.HResult is Exists or WouldBlock or WindowsExists or WindowsShared;

    /// <summary>A failure with a sentence such as "The output 'a.png' could not be written: the disk of '/out' is full. …".</summary>
    /// <param name="fault">What the system said.</param>
    /// <param name="what">What could not be done, as the start of a sentence.</param>
    /// <param name="place">Folder or file that it was about.</param>
    public static NodeFailure Failure(Exception fault, string what, string place) => new($"{what}: {Explain(fault, place)}", fault);

    /// <summary>The cause and what would help.</summary>
    public static string Explain(Exception fault, string place) => fault switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"'{place}' does not exist, or a part of its path is not a folder.",
        PathTooLongException or { HResult: NameTooLong } => $"the name '{place}' is too long for this file system; use a shorter one.",
        UnauthorizedAccessException => $"this user may not write in '{place}'; change its permissions or choose another folder.",
        { HResult: NoSpace } => $"the disk of '{place}' is full; make room or choose another folder.",
        { HResult: OverQuota } => $"this user's quota on the disk of '{place}' is used up; make room or choose another folder.",
        { HResult: ReadOnly } => $"'{place}' is on a disk that is mounted read-only; choose another folder.",
        { HResult: IoError } => $"the disk of '{place}' reports an input/output error; it may be failing.",
        _ => $"'{place}': {fault.Message}",
    };
}
