using System.Diagnostics;
using System.Text;

namespace MySpinBot.EndToEnd;

/// <summary>How a process ended, and what it said.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    public string All => $"exit {ExitCode}\n{Output}\n{Error}";

    public IEnumerable<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A process that runs.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;
    private readonly Task<string> _error;

    private Child(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public static Child Start(string file, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?> variables, ReadOnlyMemory<byte>? input = null)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        if (input is { } bytes)
        {
            process.StandardInput.BaseStream.Write(bytes.Span);
        }

        process.StandardInput.Close();
        return new Child(process);
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote to standard output so far.</summary>
    public string OutputSoFar
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Sends a signal: INT, TERM, KILL.</summary>
    public void Signal(string name)
    {
        // The shell's own kill: the program of that name is not on every system.
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until something holds, or the process ended.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds() && !_process.HasExited)
        {
            await Task.Delay(10, patience.Token);
        }
    }

    public async Task<Ended> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The process did not end in {Patience}. It said: {OutputSoFar}");
        }

        await _reading;
        return new Ended(_process.ExitCode, OutputSoFar, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        int read;
        while ((read = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_output)
            {
                _output.Append(buffer, 0, read);
            }
        }
    }
}
