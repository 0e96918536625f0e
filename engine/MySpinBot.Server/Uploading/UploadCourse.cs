using System.Buffers;
using System.Security.Cryptography;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Uploading;

/// <summary>How an upload comes in: pieces are added, and when all are there it is compared with what was said of it and gets its place. What has come stays, whatever breaks off.</summary>
internal sealed class UploadCourse(ResumableUploads uploads, UploadReceiver receiver, KnownBytes known, ServerOptions options)
{
    private const int Window = 128 << 10;
    private const long BetweenLooks = 16L << 20;

    /// <summary>Begins an upload. Where the bytes are here already, it is complete at once.</summary>
    public async Task<LiveUpload> BeginAsync(string owner, UploadWish wish, CancellationToken cancellation)
    {
        if ((wish.Sha256 is not null || wish.Content is not null) && known.Find(wish.Length, wish.Sha256, wish.Content) is { } there && await TakeOverAsync(there, wish, cancellation) is var (kept, digest))
        {
            return uploads.Begin(owner, wish, kept, digest);
        }

        var upload = uploads.Begin(owner, wish);
        if (wish.Length == 0)
        {
            await SettleAsync(upload);
        }

        return upload;
    }

    /// <summary>Gives an upload its place of which all has come: a server that ended just then did not.</summary>
    /// <exception cref="ServerRefusal">Its bytes are others than were announced, or its name is taken.</exception>
    public async Task SettleAsync(LiveUpload upload)
    {
        if (!upload.IsComplete && upload.Offset == upload.Note.Length && upload.TryTake() is { } hold)
        {
            using (hold)
            {
                uploads.ThrowIfGone(upload);
                await (upload.IsComplete ? Task.CompletedTask : FinishAsync(upload));
            }
        }
    }

    /// <summary>Adds bytes. What came before a connection broke is kept, unless there is a checksum of it.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="offset">Where they begin, as who sends them believes.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="announced">How many come, where that is known.</param>
    /// <param name="checksum">What they must be; null where that was not said.</param>
    /// <param name="cancellation">Whoever sends them has gone.</param>
    /// <exception cref="ServerRefusal">They are others than were announced, begin elsewhere, or the disk does not take them.</exception>
    public async Task AddAsync(LiveUpload upload, long offset, Stream body, long? announced, UploadChecksum? checksum, CancellationToken cancellation)
    {
        using var hold = upload.Take();
        uploads.ThrowIfGone(upload);
        if (offset != upload.Offset)
        {
            throw new ServerRefusal(RefusalKind.Conflict, "wrong_offset", $"Bytes {offset} and on were sent, and {upload.Offset} bytes have come: go on at {upload.Offset}.");
        }

        if (announced > upload.Note.Length - offset)
        {
            throw TooMany(upload);
        }

        if (!upload.IsComplete)
        {
            DiskRefusal.CheckRoom(uploads.Parts, announced ?? 0, options.Limits.FreeDiskBytes);
            await WriteAsync(upload, body, checksum, cancellation);
            if (upload.Offset == upload.Note.Length)
            {
                await FinishAsync(upload);
            }
        }

        upload.Touched = options.Time.GetUtcNow();
    }

    private async Task WriteAsync(LiveUpload upload, Stream body, UploadChecksum? checksum, CancellationToken cancellation)
    {
        var (start, end) = (upload.Offset, upload.Offset);
        if (checksum is not null)
        {
            uploads.Change(upload, upload.Note with { UncheckedFrom = start });
        }

        using var hash = checksum is null ? null : IncrementalHash.CreateHash(checksum.Algorithm);
        var buffer = ArrayPool<byte>.Shared.Rent(Window);
        await using var part = OpenPart(upload);
        var isRight = false;
        try
        {
            for (int read; (read = await UploadForm.ReadAsync(body, buffer.AsMemory(0, Window), cancellation)) > 0;)
            {
                if (end + read > upload.Note.Length)
                {
                    throw TooMany(upload);
                }

                if (end / BetweenLooks != (end + read) / BetweenLooks)
                {
                    DiskRefusal.CheckRoom(uploads.Parts, 0, options.Limits.FreeDiskBytes);
                }

                await PutAsync(part, buffer.AsMemory(0, read));
                hash?.AppendData(buffer, 0, read);
                upload.Digest.Append(buffer.AsSpan(0, read));
                end += read;
                upload.Offset = checksum is null ? end : start;
            }

            isRight = checksum is null || CryptographicOperations.FixedTimeEquals(hash!.GetHashAndReset(), checksum.Hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (checksum is null)
            {
                Settle(upload, part, upload.Offset);
            }
            else
            {
                upload.Offset = isRight ? end : start;
                Settle(upload, part, upload.Offset);
                uploads.Change(upload, upload.Note with { UncheckedFrom = null });
            }
        }

        if (!isRight)
        {
            throw new ServerRefusal(RefusalKind.WrongChecksum, "wrong_checksum", $"The bytes that came are not those of the checksum; none of them was kept. Send them again from {start} on.");
        }
    }

    private FileStream OpenPart(LiveUpload upload)
    {
        try
        {
            var part = new FileStream(uploads.PartOf(upload), new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.Read, Options = FileOptions.Asynchronous, BufferSize = 0 });
            part.SetLength(upload.Offset);
            part.Position = upload.Offset;
            if (upload.Digest.Length != upload.Offset)
            {
                // The server was started anew, or bytes were taken back: what is there is read again when all has come.
                ForgetDigest(upload);
            }

            return part;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The upload cannot be written");
        }
    }

    // Bytes that were told as come must be there after a power cut as well.
    private static void Settle(LiveUpload upload, FileStream part, long length)
    {
        try
        {
            part.SetLength(length);
            part.Flush(flushToDisk: true);
            if (upload.Digest.Length != length)
            {
                ForgetDigest(upload);
            }
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The upload cannot be written");
        }
    }

    private static void ForgetDigest(LiveUpload upload)
    {
        upload.Digest.Dispose();
        upload.Digest = new RunningDigest();
    }

    private static async Task PutAsync(FileStream part, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await part.WriteAsync(bytes, CancellationToken.None);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The upload cannot be written");
        }
    }

    /// <summary>Compares what has come with what was said of it, and gives it its place. Whoever sent it may have gone: for him it was complete when all had come.</summary>
    private async Task FinishAsync(LiveUpload upload)
    {
        var part = uploads.PartOf(upload);
        if (upload.Note.Length == 0)
        {
            OpenPart(upload).Dispose();
        }

        await upload.Digest.CatchUpAsync(part, upload.Note.Length, CancellationToken.None);
        var digest = upload.Digest.Finish();
        if ((upload.Note.Sha256 is { } sha256 && sha256 != digest.Sha256) || (upload.Note.ContentId is { } content && content != digest.ContentId.ToString()))
        {
            uploads.Remove(upload);
            throw new ServerRefusal(
                RefusalKind.Meaningless, "wrong_bytes",
                $"All {upload.Note.Length} bytes have come, and they are not those that were announced: their SHA-256 is {digest.Sha256} and their content id {digest.ContentId}. Nothing was kept; begin the upload again.");
        }

        using var whole = new Upload(new StagedFile(part, upload.Note.Length) { StaysWhereItIs = true }, upload.Note.Name, new Dictionary<string, string>());
        var kept = receiver.Keep(whole, "input", upload.Note.Subfolder, upload.Note.Taken);
        known.Add(kept.Path, digest);
        uploads.Change(upload, upload.Note with { Kept = kept, Digest = new KeptDigest(digest.Sha256, digest.ContentId.ToString()) });
        File.Delete(part);
    }

    /// <summary>Gives bytes that are here the name that is wished for; null where they turn out to be others.</summary>
    private async Task<(KeptUpload Kept, FileDigest Digest)?> TakeOverAsync(string there, UploadWish wish, CancellationToken cancellation)
    {
        using var digest = new RunningDigest();
        using var upload = new Upload(receiver.BeginInput(), wish.Name, new Dictionary<string, string>());
        var buffer = ArrayPool<byte>.Shared.Rent(Window);
        try
        {
            await using var source = new FileStream(there, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
            for (int read; digest.Length <= wish.Length && (read = await source.ReadAsync(buffer.AsMemory(0, Window), cancellation)) > 0;)
            {
                digest.Append(buffer.AsSpan(0, read));
                await upload.File.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            return null; // it has just gone
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var (length, found) = (digest.Length, digest.Finish());
        if (length != wish.Length || (wish.Sha256 is not null && wish.Sha256 != found.Sha256) || (wish.Content is { } id && id != found.ContentId))
        {
            return null;
        }

        upload.File.Complete();
        var kept = receiver.Keep(upload, "input", wish.Subfolder, wish.Taken);
        known.Add(kept.Path, found);
        return (kept, found);
    }

    private static ServerRefusal TooMany(LiveUpload upload)
        => new(RefusalKind.TooLarge, "upload_too_large", $"More bytes come than were announced: {upload.Note.Length} in all, of which {upload.Offset} have come.");
}
