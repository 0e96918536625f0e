using System.Buffers;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Bodies;

namespace MySpinBot.Server.Files;

/// <summary>Takes files that come in: they stream to disk under a bound, never into memory, and appear whole or not at all.</summary>
public sealed class UploadReceiver
{
    private const int MostNumbers = 10_000;

    // Whoever does not say how much comes, and all that come at once, must leave room, too.
    private const long BetweenLooks = 16L << 20;

    // What a form has beside its file.
    private const long FormBytes = 2L << 20;

    private readonly ServerFolders _folders;
    private readonly ServerLimits _limits;
    private readonly Dictionary<string, StagingFolder> _staging;

    /// <summary>Takes files for these folders.</summary>
    public UploadReceiver(ServerFolders folders, ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(options);
        (_folders, _limits) = (folders, options.Limits);
        _staging = new[] { folders.Input, folders.Output, folders.Temp, folders.Data }.Distinct().ToDictionary(folder => folder, folder => new StagingFolder(folder, options.Time));
    }

    /// <summary>Takes the one file of a form (<c>multipart/form-data</c>), and the fields beside it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="field">The name of the file's field; null for any.</param>
    /// <exception cref="ServerRefusal">It is no such form, it is too large, or the disk does not take it.</exception>
    public async Task<Upload> ReceiveFormAsync(HttpContext context, string? field = null)
    {
        Prepare(context, _folders.Input, _limits.UploadBytes, FormBytes);
        var staged = _staging[_folders.Input].Begin();
        try
        {
            var (name, fields) = await UploadForm.ReadAsync(context, field, (body, cancellation) => CopyAsync(body, staged, _limits.UploadBytes, cancellation));
            staged.Complete();
            return new Upload(staged, name, fields);
        }
        catch
        {
            // Whatever went wrong, and however it is told: a half upload leaves nothing.
            staged.Dispose();
            throw;
        }
    }

    /// <summary>Takes a request's whole body as a file.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">What the file is called.</param>
    /// <param name="most">The most bytes that are taken; null for those of an upload.</param>
    /// <exception cref="ServerRefusal">The name is none, the body is too large, or the disk does not take it.</exception>
    public async Task<Upload> ReceiveBodyAsync(HttpContext context, string name, long? most = null)
    {
        var plain = UploadForm.PlainName(name);
        var staged = await StageBodyAsync(context, _folders.Input, most ?? _limits.UploadBytes);
        return new Upload(staged, plain, new Dictionary<string, string>());
    }

    /// <summary>Gives a file that came in its name.</summary>
    /// <param name="upload">The file.</param>
    /// <param name="type"><c>input</c>, <c>output</c> or <c>temp</c>.</param>
    /// <param name="subfolder">Within it; made where it is missing.</param>
    /// <param name="taken">What to do where another file has the name.</param>
    /// <param name="name">The name; null for the one it came with.</param>
    /// <exception cref="ServerRefusal">The name or the folder is not allowed, the name is taken, or the disk does not take it.</exception>
    public KeptUpload Keep(Upload upload, string type, string subfolder, NameTaken taken, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(upload);
        var root = _folders.OfType(type);
        var plain = name is null ? upload.Name : UploadForm.PlainName(name);
        var parts = PathNames.Parts(subfolder, RefusalKind.Wrong, "The subfolder");
        PathNames.CheckForWriting(parts, "The subfolder");
        var folder = ServerFolders.Below(root, parts);
        DiskRefusal.CheckRoom(root, 0, _limits.FreeDiskBytes);
        Made(folder);
        BringTo(upload, root);
        var (kept, wasThere) = Settle(upload.File, folder, plain, taken);
        return new KeptUpload(kept, string.Join('/', parts), type, upload.Length, wasThere);
    }

    /// <summary>Takes a body to the disk of a folder.</summary>
    internal async Task<StagedFile> StageBodyAsync(HttpContext context, string folder, long most)
    {
        Prepare(context, folder, most, 0);
        var staged = _staging[folder].Begin();
        try
        {
            await CopyAsync(context.Request.Body, staged, most, context.RequestAborted);
            staged.Complete();
            return staged;
        }
        catch
        {
            // Whatever went wrong, and however it is told: a half upload leaves nothing.
            staged.Dispose();
            throw;
        }
    }

    /// <summary>A new file on the disk of a folder.</summary>
    internal StagedFile Begin(string folder) => _staging[folder].Begin();

    /// <summary>A new file on the disk of the input folder.</summary>
    internal StagedFile BeginInput() => Begin(_folders.Input);

    /// <summary>Makes a folder.</summary>
    internal static void Made(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (IOException) when (File.Exists(folder))
        {
            throw new ServerRefusal(RefusalKind.Conflict, "is_file", $"'{Path.GetFileName(folder)}' is a file, not a folder: give another name.");
        }
        catch (DirectoryNotFoundException)
        {
            throw new ServerRefusal(RefusalKind.Conflict, "is_file", $"A part of the path to '{Path.GetFileName(folder)}' is a file, not a folder: give another name.");
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, $"The folder '{Path.GetFileName(folder)}' cannot be made");
        }
    }

    // Of several that come in under one name at once, each finds the one that was quicker and looks at its bytes.
    private static (string Name, bool WasThere) Settle(StagedFile file, string folder, string name, NameTaken taken)
    {
        if (taken == NameTaken.Replace)
        {
            file.Replace(Path.Join(folder, name));
            return (name, false);
        }

        var (stem, extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        for (var number = 0; number < MostNumbers; number++)
        {
            var candidate = number == 0 ? name : $"{stem} ({number}){extension}";
            var path = Path.Join(folder, candidate);
            if (file.TryMove(path))
            {
                return (candidate, false);
            }

            if (SameBytes.InFiles(file.Path, path))
            {
                return (candidate, true);
            }

            if (taken == NameTaken.Refuse)
            {
                throw new ServerRefusal(RefusalKind.Conflict, "name_taken", $"There is a file '{name}' with other bytes: give another name, or say that it may be replaced.");
            }
        }

        throw new ServerRefusal(RefusalKind.Conflict, "name_taken", $"There are {MostNumbers} files that are called like '{name}': give another name.");
    }

    // The folders may be on different disks; then the bytes go over before anybody sees them there.
    private void BringTo(Upload upload, string root)
    {
        if (upload.Path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return;
        }

        var there = _staging[root].Begin();
        there.Dispose();
        upload.File.Replace(there.Path);
        upload.Become(new StagedFile(there.Path, upload.Length));
    }

    private void Prepare(HttpContext context, string folder, long most, long beside)
    {
        var said = context.Request.ContentLength ?? 0;
        RequestBytes.Allow(context, most + beside);
        if (said > most + beside)
        {
            throw TooLarge(most);
        }

        DiskRefusal.CheckRoom(folder, said, _limits.FreeDiskBytes);
    }

    private async Task CopyAsync(Stream body, StagedFile file, long most, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(128 << 10);
        try
        {
            for (int read; (read = await UploadForm.ReadAsync(body, buffer, cancellation)) > 0;)
            {
                if (file.Length + read > most)
                {
                    throw TooLarge(most);
                }

                if (file.Length / BetweenLooks != (file.Length + read) / BetweenLooks)
                {
                    DiskRefusal.CheckRoom(Path.GetDirectoryName(file.Path)!, 0, _limits.FreeDiskBytes);
                }

                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ServerRefusal TooLarge(long most)
        => new(RefusalKind.TooLarge, "upload_too_large", $"The upload has more than {most} bytes, which is the most that this server takes at once.");
}
