using System.Collections.Immutable;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Workers;

/// <summary>The file in which a worker notes the calls that it is in.</summary>
internal sealed class RunningCallsFile(string path)
{
    /// <summary>The calls that a dead worker was in; none where that cannot be known.</summary>
    public ImmutableArray<(Guid Job, string NodeId, int Call)> Read()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var slots = new byte[Math.Min(file.Length, RunningCalls.FileSize)];
            return RunningCalls.Read(slots.AsSpan(0, file.ReadAtLeast(slots, slots.Length, throwOnEndOfStream: false)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Empties it. It keeps its length: another process may have it mapped.</summary>
    public void Clear()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            file.Write(new byte[file.Length]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // No worker has made it yet, or the disk fails: the next worker begins by emptying it too.
        }
    }
}
