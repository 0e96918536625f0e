using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Files;
using MySpinBot.Server.Weights.Heads;

namespace MySpinBot.Server.Weights.Pulling;

/// <summary>The part of a file that has come, hashed as it comes. It outlives the process: who asks for the same file again goes on where it ended. Hidden, on the disk of its place.</summary>
internal sealed class PartFile : IDisposable
{
    private const int BlockSize = 1 << 20;

    private readonly FileStream _stream;
    private readonly string _notes;
    private IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PartFile(FileStream stream, string notes) => (_stream, _notes) = (stream, notes);

    /// <summary>Where it is.</summary>
    public string Path => _stream.Name;

    /// <summary>Bytes that have come.</summary>
    public long Length { get; private set; }

    /// <summary>What the publisher said of the file that this is a part of.</summary>
    public Origin Origin { get; private set; } = Origin.Unknown;

    /// <summary>Opens the part of a file, or begins one.</summary>
    /// <exception cref="ServerRefusal">Somebody else has it open, or the disk does not take it.</exception>
    public static async Task<PartFile> OpenAsync(PullPlan plan, TimeProvider time, CancellationToken cancellation)
    {
        var folder = System.IO.Path.Join(plan.Folder, ".incoming");
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plan.Path)).AsSpan(0, 12));
        var path = System.IO.Path.Join(folder, name + ".part");
        PartFile? part = null;
        try
        {
            Directory.CreateDirectory(folder);
            StaleParts.Remove(folder, path, time);
            var stream = Open(path, plan.File);
            part = new PartFile(stream, path + ".json");
            await part.TakeUpAsync(cancellation).ConfigureAwait(false);
            return part;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            part?.Dispose();
            throw DiskRefusal.Of(fault, $"'{plan.File}' cannot be written");
        }
        catch
        {
            part?.Dispose();
            throw;
        }
    }

    /// <summary>Notes what the publisher says of the file, before any of it comes.</summary>
    public void Note(Origin origin)
    {
        if (origin != Origin)
        {
            Origin = origin;
            OnDisk(() => File.WriteAllBytes(_notes, JsonSerializer.SerializeToUtf8Bytes(origin, MessageJson.Options)));
        }
    }

    /// <summary>Adds what has come.</summary>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            // What is behind what was hashed is cut off when it is opened again.
            throw DiskRefusal.Of(fault, "The model cannot be written");
        }

        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Throws away what has come: it is a part of another file.</summary>
    public void Reset() => OnDisk(() =>
    {
        _stream.SetLength(0);
        _stream.Position = 0;
        Length = 0;
        Origin = Origin.Unknown;
        _hash.Dispose();
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    });

    /// <summary>Says that all has come; its bytes are on the disk when this returns.</summary>
    /// <returns>The SHA-256.</returns>
    public string Complete()
    {
        OnDisk(() => _stream.Flush(flushToDisk: true));
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    /// <summary>What it says of itself.</summary>
    /// <param name="name">The name that it will have.</param>
    public WeightFacts Look(string name) => WeightHead.Look(_stream.SafeFileHandle, name);

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="ServerRefusal">Somebody has it, or the disk does not take it.</exception>
    public void MoveTo(string path, bool replaces) => OnDisk(() =>
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        if (replaces)
        {
            File.Move(Path, path, overwrite: true);
        }
        else if (!FirstCome.TryMove(Path, path))
        {
            throw new ServerRefusal(RefusalKind.Conflict, "already_there", $"'{System.IO.Path.GetFileName(path)}' has come to be there from elsewhere meanwhile; what was pulled is kept apart, and replaces it with '--update'.");
        }

        File.Delete(_notes);
    });

    /// <summary>Removes it: it is of no use.</summary>
    public void Discard()
    {
        Reset();
        OnDisk(() =>
        {
            File.Delete(Path);
            File.Delete(_notes);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash.Dispose();
        _stream.Dispose();
    }

    private static FileStream Open(string path, string name)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous });
        }
        catch (IOException fault) when (File.Exists(path) && IsHeld(fault))
        {
            throw new ServerRefusal(RefusalKind.Conflict, "being_pulled", $"Another process is pulling '{name}' at this moment; wait until it has ended.");
        }
    }

    // EWOULDBLOCK of the lock that goes with opening a file.
    private static bool IsHeld(IOException fault) => fault is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && fault.Message.Contains("another process", StringComparison.Ordinal);

    // What was pulled before a restart is hashed again: the state of a hash cannot be kept.
    private async Task TakeUpAsync(CancellationToken cancellation)
    {
        Origin = ReadNotes();
        var block = new byte[BlockSize];
        while (await _stream.ReadAsync(block, cancellation).ConfigureAwait(false) is > 0 and var read)
        {
            _hash.AppendData(block.AsSpan(0, read));
            Length += read;
        }
    }

    private Origin ReadNotes()
    {
        try
        {
            return File.Exists(_notes) ? JsonSerializer.Deserialize<Origin>(File.ReadAllBytes(_notes), MessageJson.Options) ?? Origin.Unknown : Origin.Unknown;
        }
        catch (JsonException)
        {
            return Origin.Unknown;
        }
    }

    private static void OnDisk(Action act)
    {
        try
        {
            act();
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The model cannot be written");
        }
    }
}

/// <summary>What a publisher said of a file: by it a part is known to belong to the rest.</summary>
/// <param name="Url">Where it was asked for.</param>
/// <param name="Tag">Its strong entity tag.</param>
/// <param name="ModifiedAt">When it was changed.</param>
/// <param name="Bytes">How long it is.</param>
internal sealed record Origin(string Url, string? Tag, DateTimeOffset? ModifiedAt, long? Bytes)
{
    public static Origin Unknown { get; } = new("", null, null, null);
}
