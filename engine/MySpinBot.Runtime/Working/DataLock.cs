using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MySpinBot.Runtime.Working;

/// <summary>The right to work in a data folder: one worker has it at a time, for as long as it lives. In the file stands which process that is, so that
/// a worker that hangs or was stopped, and whose server is gone, can be ended by the next one.</summary>
internal sealed class DataLock : IDisposable
{
    private const int MostText = 64;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    private readonly SafeFileHandle _file;

    private DataLock(SafeFileHandle file) => _file = file;

    /// <summary>Waits for the lock. A holder that does not go within <paramref name="patience"/> is ended, if it can be told for certain which process it is.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="patience">How long each holder is waited for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Told, in sentences, why it takes long.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">The file cannot be used.</exception>
    public static async Task<DataLock> TakeAsync(string folder, TimeSpan patience, TimeProvider time, Action<string> report, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Join(folder, "worker.lock");
        var file = Posix.Open(path);
        try
        {
            var (holder, since) = (Holder(file), time.GetTimestamp());
            while (!Posix.TryLock(file))
            {
                await Task.Delay(Step, time, cancellation);
                if (Holder(file) is var now && now != holder)
                {
                    (holder, since) = (now, time.GetTimestamp());
                }
                else if (time.GetElapsedTime(since) >= patience)
                {
                    report(Dismiss(now, path));
                    since = time.GetTimestamp();
                }
            }

            Sign(file);
            return new DataLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Dismiss((int Id, ulong StartedAt)? holder, string path)
    {
        if (holder is not var (id, started) || ProcessFacts.Of(id) is not { } facts || facts.StartedAt != started || id == Environment.ProcessId)
        {
            return $"Another worker works in this folder, and cannot be told to go: '{path}' does not name a process of this machine. End it, or take another folder with --data.";
        }

        Posix.End(facts.Group == id ? -id : id);
        return $"The worker before this one (process {id}) did not go, and was ended.";
    }

    private static void Sign(SafeFileHandle file)
    {
        var me = ProcessFacts.Of(Environment.ProcessId);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {me?.StartedAt}\n");
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(text.PadRight(MostText)), 0);
    }

    private static (int Id, ulong StartedAt)? Holder(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[MostText];
        var parts = Encoding.ASCII.GetString(bytes[..RandomAccess.Read(file, bytes, 0)]).Trim().Split(' ');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var started)
            ? (id, started)
            : null;
    }
}
