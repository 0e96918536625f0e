using System.Security.Cryptography;
using MySpinBot.Core.Results;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Results;

/// <content>Values: objects in memory, bytes in the log or the artifact store.</content>
internal sealed partial class ResultCache
{
    /// <summary>Keeps a value and says which it is. A list is no value: its elements are.</summary>
    /// <param name="value">The value.</param>
    /// <param name="pins">The run that made it.</param>
    public ResultValue Put(object? value, Pins? pins = null)
    {
        value = ValueCodecs.Normal(value);
        if (Codecs.For(value) is not { } codec)
        {
            return PutLive(value, pins);
        }

        var payload = new Payload();
        try
        {
            var id = StoredForm.Write(codec, value, payload);
            NoteReferences(id, codec, value);
            var size = codec.SizeOf(value, payload.Length);
            if (Store(id, codec, payload))
            {
                payload = null;
            }

            _memory.Add(id, value, size, pins);
            return new ResultValue(id, ResultKind.Stored);
        }
        catch (InvalidDataException fault)
        {
            _report($"A value is kept in memory only: {fault.Message}");
            return PutLive(value, pins);
        }
        finally
        {
            payload?.Release();
        }
    }

    /// <summary>Keeps a block: no value, on purpose.</summary>
    public ResultValue PutBlocked(string? message) => Put(new Blocked(message)) with { Kind = ResultKind.Blocked };

    /// <summary>A block's message; null for a silent one, or where it is not known any more.</summary>
    public string? MessageOf(ResultValue blocked) => (TryGetHere(blocked.Id, out var value) ? value as Blocked : null)?.Message;

    /// <summary>A value. Many readers share one object.</summary>
    /// <exception cref="ValueMissingException">It is gone or damaged.</exception>
    public ValueTask<object?> GetAsync(ResultValue value, CancellationToken cancellation)
        => TryGetHere(value.Id, out var found) ? ValueTask.FromResult(found)
            : value.Kind == ResultKind.Stored ? new ValueTask<object?>(ReadArtifactAsync(value, cancellation))
            : ValueTask.FromException<object?>(new ValueMissingException(value));

    /// <inheritdoc/>
    public bool HasValue(ResultValue value) => value.Kind switch
    {
        ResultKind.Blocked => true,
        ResultKind.Live => _memory.Contains(value.Id),
        _ => (_memory.Contains(value.Id) || IsStored(value.Id)) && Array.TrueForAll(_log.ReferencesOf(value.Id), Artifacts.Has),
    };

    /// <summary>Lets go of every object of a type that matches, wherever it is kept: a plugin goes.</summary>
    public void DropLiveValues(Func<Type, bool> matches) => _memory.Drop(value => matches(value.GetType()));

    private bool IsStored(ContentId id) => _log.HasValue(id) || _pending.Contains(id) || Artifacts.Has(id);

    private ResultValue PutLive(object? value, Pins? pins)
    {
        Span<byte> bytes = stackalloc byte[ContentId.Size];
        RandomNumberGenerator.Fill(bytes);
        var id = new ContentId(bytes);
        _memory.Add(id, value, value is Array array ? UnknownSize + (array.LongLength * 8) : UnknownSize, pins);
        return new ResultValue(id, ResultKind.Live);
    }

    private void NoteReferences(ContentId id, ValueCodec codec, object? value)
    {
        var references = codec.References(value);
        if (references is ArtifactReference[] { Length: 0 })
        {
            return;
        }

        ContentId[] artifacts = [.. references.Select(artifact => artifact.Id).Distinct()];
        if (artifacts.Length > 0)
        {
            _log.AddReferences(id, artifacts);
        }
    }

    /// <returns>Whether the payload was taken over.</returns>
    private bool Store(ContentId id, ValueCodec codec, Payload payload)
    {
        if (payload.Length < SmallValue)
        {
            _log.AddValue(id, payload.Small, mayDiffer: codec.IdentityLength is not null);
            return false;
        }

        if (Artifacts.Has(id))
        {
            return false;
        }

        _pending.Add(id, payload);
        return true;
    }

    private bool TryGetHere(ContentId id, out object? value)
    {
        if (_memory.TryGet(id, out value))
        {
            return true;
        }

        if (_log.ReadValue(id) is not { } bytes)
        {
            return false;
        }

        if (StoredForm.IsValue(Codecs, bytes, id) && TryDecode(id, new MemoryStream(bytes), bytes.Length, out value))
        {
            return true;
        }

        _log.ForgetValue(id);
        _report($"The stored value {id} was altered, or nothing reads it; it is made again when it is wanted.");
        return false;
    }

    private async Task<object?> ReadArtifactAsync(ResultValue value, CancellationToken cancellation)
    {
        if (_pending.Hold(value.Id) is { } payload)
        {
            try
            {
                return TryDecode(value.Id, payload.OpenRead(), payload.Length, out var waiting) ? waiting : throw new ValueMissingException(value);
            }
            finally
            {
                payload.Release();
            }
        }

        var path = await Artifacts.FindAsync(value.Id, cancellation) ?? throw new ValueMissingException(value);
        return await Task.Run(() => ReadFile(value, path), cancellation);
    }

    private object? ReadFile(ResultValue value, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
            return TryDecode(value.Id, file, file.Length, out var read) ? read : throw new ValueMissingException(value);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw new ValueMissingException(value, fault);
        }
    }

    private bool TryDecode(ContentId id, Stream input, long length, out object? value)
    {
        try
        {
            (var codec, value) = StoredForm.Read(Codecs, input, length);
            _memory.Add(id, value, codec.SizeOf(value, length), null);
            return true;
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException)
        {
            _report($"The stored value {id} cannot be read: {fault.Message}");
            value = null;
            return false;
        }
    }
}
