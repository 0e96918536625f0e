using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Comfy;

/// <summary>An answer that is written while it is gathered: what it takes of memory does not grow with its length.</summary>
internal sealed class JsonStream : IAsyncDisposable
{
    private const int MostHeld = 64 << 10;

    private readonly HttpContext _context;

    public JsonStream(HttpContext context)
    {
        _context = context;
        context.Response.ContentType = "application/json; charset=utf-8";
        Writer = new Utf8JsonWriter(context.Response.BodyWriter, ComfyJson.Writing);
    }

    /// <summary>Where it is written.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Sends what was gathered, once that is worth it; waits for a slow reader.</summary>
    public async ValueTask PassAsync()
    {
        if (Writer.BytesPending + _context.Response.BodyWriter.UnflushedBytes > MostHeld)
        {
            Writer.Flush();
            await _context.Response.BodyWriter.FlushAsync(_context.RequestAborted);
        }
    }

    /// <summary>Sends the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        Writer.Flush();
        await Writer.DisposeAsync();
    }
}
