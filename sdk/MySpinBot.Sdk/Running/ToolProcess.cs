using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace MySpinBot.Sdk;

/// <summary>A child process that does work for a node: ffmpeg, espeak-ng. Its arguments go over as a list and never through a shell; its standard error
/// is read all the while, so that it cannot stall; it and its children are ended when the call is cancelled, when its time is up, and when reading or writing fails.</summary>
/// <example><code>
/// await new ToolProcess(context.Tools.Executable("ffmpeg"), ["-i", path, "-f", "f32le", "pipe:1"])
/// {
///     Drain = (output, cancellation) => output.CopyToAsync(pcm, cancellation),
/// }.RunAsync(context.Time, cancellation);
/// </code></example>
/// <param name="executable">Path of the executable; see <see cref="IHostTools.Executable"/>.</param>
/// <param name="arguments">One entry an argument, as the tool is to see it.</param>
public sealed class ToolProcess(string executable, IReadOnlyList<string> arguments)
{
    private const int BrokenPipe = 32;
    private const int BrokenPipeOnWindows = unchecked((int)0x8007006D);
    private const int ClosingPipeOnWindows = unchecked((int)0x800700E8);

    /// <summary>Writes the tool's standard input, which is closed afterwards; null for an empty one.
    /// A tool that stops reading early ends the writing without an error: its exit code tells whether that was right.</summary>
    public Func<Stream, CancellationToken, Task>? Feed { get; init; }

    /// <summary>Reads the tool's standard output to its end; null to discard it.</summary>
    public Func<Stream, CancellationToken, Task>? Drain { get; init; }

    /// <summary>How long it may take in all.</summary>
    public TimeSpan TimeLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Picks the lines of standard error that say why the tool failed out of the last hundred; null for the last line.</summary>
    public Func<IReadOnlyList<string>, string?>? Explain { get; init; }

    private string Name => Path.GetFileNameWithoutExtension(executable);

    /// <summary>Runs it to its end.</summary>
    /// <param name="time">Measures the time limit.</param>
    /// <param name="cancellation">Ends the tool and its children.</param>
    /// <exception cref="NodeFailure">It could not be started, took too long, or ended with a code other than 0; the sentence holds what it wrote to standard error last.</exception>
    public async Task RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        using var process = Start();
        var errors = new LastLines();
        try
        {
            await Task.WhenAll(
                Guard(FeedAsync(process, ended.Token), ended),
                Guard(DrainAsync(process, ended.Token), ended),
                Guard(errors.ReadAsync(process.StandardError, ended.Token), ended));
            await process.WaitForExitAsync(ended.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new NodeFailure($"{Name} did not end within {TimeLimit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} seconds and was ended.");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            await EndAsync(process);
        }

        if (process.ExitCode != 0)
        {
            var why = Explain?.Invoke(errors.Lines) ?? (errors.Lines is [.., var last] ? last : null);
            throw new NodeFailure($"{Name} ended with code {process.ExitCode.ToString(CultureInfo.InvariantCulture)}{(why is null ? " and said nothing" : ": " + why.TrimEnd('.'))}.");
        }
    }

    /// <summary>Runs it and returns its standard output.</summary>
    /// <param name="most">The most bytes that are taken.</param>
    /// <param name="time">Measures the time limit.</param>
    /// <param name="cancellation">Ends the tool and its children.</param>
    /// <exception cref="NodeFailure">As for <see cref="RunAsync"/>; also when it writes more than <paramref name="most"/> bytes.</exception>
    public async Task<byte[]> ReadAllAsync(int most, TimeProvider time, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await new ToolProcess(executable, arguments) { Feed = Feed, TimeLimit = TimeLimit, Explain = Explain, Drain = CollectAsync }.RunAsync(time, cancellation);
        return bytes.ToArray();

        async Task CollectAsync(Stream output, CancellationToken ended)
        {
            var buffer = new byte[1 << 16];
            while (await output.ReadAsync(buffer, ended) is var count and > 0)
            {
                if (bytes.Length + count > most)
                {
                    throw new NodeFailure($"{Name} wrote more than {most.ToString(CultureInfo.InvariantCulture)} bytes, which is the most that is taken here.");
                }

                bytes.Write(buffer, 0, count);
            }
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(executable)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start) ?? throw new NodeFailure($"{Name} could not be started.");
        }
        catch (Win32Exception error)
        {
            throw new NodeFailure($"'{executable}' could not be started: {error.Message}.", error);
        }
    }

    private async Task FeedAsync(Process process, CancellationToken ended)
    {
        try
        {
            await using var input = process.StandardInput.BaseStream;
            if (Feed is not null)
            {
                await Feed(input, ended);
            }
        }
        catch (IOException error) when (IsBrokenPipe(error))
        {
            // The tool closed its end. Why, it says itself.
        }
    }

    private Task DrainAsync(Process process, CancellationToken ended)
        => (Drain ?? ((output, token) => output.CopyToAsync(Stream.Null, token)))(process.StandardOutput.BaseStream, ended);

    // Pipes to children are sockets on some systems, and say it in a socket's words.
    private static bool IsBrokenPipe(IOException error)
        => error.HResult is BrokenPipe or BrokenPipeOnWindows or ClosingPipeOnWindows
            || error.InnerException is SocketException { SocketErrorCode: SocketError.Shutdown or SocketError.ConnectionReset or SocketError.ConnectionAborted };

    /// <summary>One of the three streams failing is no reason to wait for the other two.</summary>
    private static async Task Guard(Task work, CancellationTokenSource ended)
    {
        try
        {
            await work;
        }
        catch
        {
            await ended.CancelAsync();
            throw;
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }
}
