using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MySpinBot.Server.Files;
using MySpinBot.Server.Security;

namespace MySpinBot.Server.Comfy.Files;

/// <summary><c>/userdata</c>: files of whoever asks.</summary>
internal sealed class UserDataRoutes(ServerFolders folders, UploadReceiver receiver, ServerLimits limits)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Read("/userdata", ListAsync);
        routes.Read("/v2/userdata", ListAllAsync);
        routes.Read("/userdata/{file}", GetAsync);
        routes.Post("/userdata/{file}", PutAsync);
        routes.Delete("/userdata/{file}", DeleteAsync);
        routes.Post("/userdata/{file}/move/{dest}", MoveAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var (user, query) = (Of(context), context.Request.Query);
        var named = query["dir"].FirstOrDefault();
        if (string.IsNullOrEmpty(named))
        {
            throw new ServerRefusal(RefusalKind.Wrong, "no_directory", "Directory not provided: give 'dir'.");
        }

        var folder = named == "." ? user.Root : user.PathOf(named);
        if (!Directory.Exists(folder))
        {
            throw new ServerRefusal(RefusalKind.Missing, "no_such_directory", $"Directory not found: there is no folder '{ServerFolders.Sentence(named)}'.");
        }

        var (full, split) = (Is(query, "full_info"), Is(query, "split"));
        return ComfyJson.AnswerAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (var file in UserFiles.Files(folder, Is(query, "recurse")))
            {
                var path = new UserFiles(folder).Shown(file.FullName);
                if (full)
                {
                    UserFiles.Write(writer, file, path);
                }
                else if (split)
                {
                    writer.WriteStartArray();
                    writer.WriteStringValue(path);
                    Array.ForEach(path.Split('/'), writer.WriteStringValue);
                    writer.WriteEndArray();
                }
                else
                {
                    writer.WriteStringValue(path);
                }
            }

            writer.WriteEndArray();
        });
    }

    private Task ListAllAsync(HttpContext context)
    {
        var user = Of(context);
        var named = context.Request.Query["path"].FirstOrDefault();
        var folder = string.IsNullOrEmpty(named) ? user.Root : user.PathOf(named);
        if (!Directory.Exists(folder) && folder != user.Root)
        {
            throw File.Exists(folder)
                ? new ServerRefusal(RefusalKind.Wrong, "no_directory", "Requested path is not a directory: name a folder.")
                : new ServerRefusal(RefusalKind.Missing, "no_such_directory", $"Requested path not found: there is no folder '{ServerFolders.Sentence(named)}'.");
        }

        // Folders first, then by name, as ComfyUI's front end shows them.
        var entries = Directory.Exists(folder) ? UserFiles.Entries(folder, deep: true).OrderBy(entry => entry is FileInfo).ThenBy(entry => entry.Name.ToUpperInvariant(), StringComparer.Ordinal) : Enumerable.Empty<FileSystemInfo>();
        return ComfyJson.AnswerAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (var entry in entries)
            {
                writer.WriteStartObject();
                writer.WriteString("name", entry.Name);
                writer.WriteString("path", user.Shown(entry.FullName));
                writer.WriteString("type", entry is FileInfo ? "file" : "directory");
                if (entry is FileInfo file)
                {
                    writer.WriteNumber("size", file.Length);
                    writer.WriteNumber("modified", UserFiles.Milliseconds(file.LastWriteTimeUtc));
                    writer.WriteNumber("created", UserFiles.Milliseconds(file.CreationTimeUtc));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private Task GetAsync(HttpContext context)
    {
        var path = Existing(Of(context), RawPath.Segment(context, 1));
        return new FileAnswer { Path = path, Name = Path.GetFileName(path), IsDownload = true }.SendAsync(context);
    }

    private async Task PutAsync(HttpContext context)
    {
        var user = Of(context);
        var path = user.PathOf(RawPath.Segment(context, 1), forWriting: true);
        var replaces = Replaces(context);
        CheckFree(path, replaces);
        using var staged = await receiver.StageBodyAsync(context, folders.Data, limits.BodyBytes);
        UploadReceiver.Made(Path.GetDirectoryName(path)!);
        Put(staged, path, replaces);
        await AnswerAsync(context, user, path);
    }

    private Task DeleteAsync(HttpContext context)
    {
        var path = Existing(Of(context), RawPath.Segment(context, 1));
        Try(() => File.Delete(path), "The file cannot be removed");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task MoveAsync(HttpContext context)
    {
        var user = Of(context);
        var source = Existing(user, RawPath.Segment(context, 3));
        var destination = user.PathOf(RawPath.Segment(context, 1), forWriting: true);
        var replaces = Replaces(context);
        if (source != destination)
        {
            CheckFree(destination, replaces);
            UploadReceiver.Made(Path.GetDirectoryName(destination)!);
            using var moved = new StagedFile(source, 0) { StaysWhereItIs = true };
            Put(moved, destination, replaces);
        }

        return AnswerAsync(context, user, destination);
    }

    private static Task AnswerAsync(HttpContext context, UserFiles user, string path)
        => ComfyJson.AnswerAsync(context, writer =>
        {
            if (Is(context.Request.Query, "full_info"))
            {
                UserFiles.Write(writer, new FileInfo(path), user.Shown(path));
            }
            else
            {
                writer.WriteStringValue(user.Shown(path));
            }
        });

    private static void Put(StagedFile file, string path, bool replaces)
    {
        if (replaces)
        {
            file.Replace(path);
        }
        else if (!file.TryMove(path))
        {
            throw Taken(path);
        }
    }

    private static void CheckFree(string path, bool replaces)
    {
        if (!replaces && Path.Exists(path))
        {
            throw Taken(path);
        }
    }

    private static ServerRefusal Taken(string path) => new(RefusalKind.Conflict, "name_taken", $"File already exists: '{Path.GetFileName(path)}' is there; leave 'overwrite=false' away to replace it.");

    private static string Existing(UserFiles user, string name)
        => user.PathOf(name) is var path && File.Exists(path) ? path
            : throw (Directory.Exists(path)
                ? new ServerRefusal(RefusalKind.Conflict, "is_folder", $"'{ServerFolders.Sentence(name)}' is a folder: name a file.")
                : new ServerRefusal(RefusalKind.Missing, "no_such_file", $"There is no file '{ServerFolders.Sentence(name)}'."));

    private static void Try(Action act, string what)
    {
        try
        {
            act();
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, what);
        }
    }

    private static bool Replaces(HttpContext context) => context.Request.Query["overwrite"].FirstOrDefault() != "false";

    private static bool Is(IQueryCollection query, string name) => string.Equals(query[name].FirstOrDefault(), "true", StringComparison.OrdinalIgnoreCase);

    private UserFiles Of(HttpContext context) => new(folders.OfUser(context.Owner()));
}
