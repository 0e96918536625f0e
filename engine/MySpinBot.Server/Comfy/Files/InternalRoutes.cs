using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Comfy.Files;

/// <summary><c>/internal</c>: what ComfyUI's own front end asks beside the rest.</summary>
internal sealed class InternalRoutes(ServerFolders folders, LogLines log)
{
    private const int MostFiles = 10_000;

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Read("/internal/logs", LogsAsync);
        routes.Read("/internal/logs/raw", RawLogsAsync);
        routes.Read("/internal/folder_paths", PathsAsync);
        routes.Read("/internal/files/{type}", FilesAsync);
    }

    private Task LogsAsync(HttpContext context)
        => ComfyJson.AnswerAsync(context, writer => writer.WriteStringValue(string.Concat(log.All().Select(line => $"{line.Time} - {line.Line}"))));

    private Task RawLogsAsync(HttpContext context)
        => ComfyJson.AnswerAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("entries");
            foreach (var (time, line) in log.All())
            {
                writer.WriteStartObject();
                writer.WriteString("t", time);
                writer.WriteString("m", line);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartObject("size");
            writer.WriteNumber("cols", 120);
            writer.WriteNumber("rows", 40);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    private Task PathsAsync(HttpContext context)
        => ComfyJson.AnswerAsync(context, writer =>
        {
            writer.WriteStartObject();
            foreach (var (kind, places) in folders.Models)
            {
                writer.WriteStartArray(kind);
                foreach (var place in places)
                {
                    writer.WriteStringValue(place);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });

    private Task FilesAsync(HttpContext context)
    {
        var type = RawPath.Segment(context, 1);
        if (type is not ("input" or "output" or "temp"))
        {
            return ComfyJson.AnswerAsync(
                context,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("error", "Invalid directory type");
                    writer.WriteEndObject();
                },
                StatusCodes.Status400BadRequest);
        }

        var files = UserFiles.Entries(folders.OfType(type), deep: false).OfType<FileInfo>().OrderByDescending(file => file.LastWriteTimeUtc).Take(MostFiles);
        return ComfyJson.AnswerAsync(context, files.Select(file => file.Name));
    }
}
