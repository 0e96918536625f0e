using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Recording;

/// <summary>Asks tools for their versions: each once, until its file changes.</summary>
internal static partial class ToolVersions
{
    /// <summary>The version of a tool that does not say it.</summary>
    public const string Unknown = "unknown";

    private const int MostRead = 4096;
    private const int Longest = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentDictionary<(string Path, FileStamp Stamp), Lazy<Task<string>>> Known = new();

    /// <summary>The version of a tool; <see cref="Unknown"/> where it does not say it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="time">Measures how long it takes.</param>
    public static Task<string> OfAsync(string name, string path, TimeProvider time)
        => Known.GetOrAdd((path, FileStamp.Of(path)), _ => new Lazy<Task<string>>(() => AskAsync(name, path, time))).Value;

    private static async Task<string> AskAsync(string name, string path, TimeProvider time)
    {
        var said = new byte[MostRead];
        var length = 0;
        var process = new ToolProcess(path, [name is "ffmpeg" or "ffprobe" or "ffplay" ? "-version" : "--version"])
        {
            TimeLimit = Patience,
            Drain = async (output, cancellation) =>
            {
                length = await output.ReadAtLeastAsync(said, said.Length, throwOnEndOfStream: false, cancellation);
                await output.CopyToAsync(Stream.Null, cancellation);
            },
        };
        try
        {
            await process.RunAsync(time, CancellationToken.None);
        }
        catch (NodeFailure)
        {
            return Unknown; // It works or fails by itself; that it does not say its version is no reason to fail.
        }

        var line = Encoding.UTF8.GetString(said, 0, length).Split('\n', 2)[0].Trim();
        return Named().Match(line) is { Success: true } named ? Short(named.Groups[1].Value) : Numbered().Match(line) is { Success: true } numbered ? Short(numbered.Value) : line.Length > 0 ? Short(line) : Unknown;
    }

    private static string Short(string version) => (version.Length <= Longest ? version : version[..Longest]).Replace(',', ' ');

    [GeneratedRegex(@"\bversion:?\s+(\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"\d+(\.\d+)+\S*")]
    private static partial Regex Numbered();
}
