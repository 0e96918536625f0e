using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MySpinBot.Server.Tests.Weights;

/// <summary>A real web server on this machine that has one file, and may behave badly about it.</summary>
internal sealed class Publisher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Asked> _asked = new();
    private int _answers;

    private Publisher(byte[] file)
    {
        File = file;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MinResponseDataRate = null;
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>A request that came.</summary>
    public sealed record Asked(string Path, long From, string? IfRange, string? Token);

    public byte[] File { get; set; }

    public string Tag { get; set; } = "\"one\"";

    /// <summary>How many bytes are sent before the connection breaks, by number of the answer; null for all.</summary>
    public Func<int, int?> BreaksAfter { get; set; } = _ => null;

    /// <summary>The status of an answer, by its number; 0 for the file.</summary>
    public Func<int, int> Status { get; set; } = _ => 0;

    public bool KnowsRanges { get; set; } = true;

    /// <summary>Whether the length is left out.</summary>
    public bool SaysNoLength { get; set; }

    /// <summary>Whether it stops sending, without ending, after what <see cref="BreaksAfter"/> says.</summary>
    public bool Hangs { get; set; }

    /// <summary>Where it sends whoever asks.</summary>
    public Uri? LeadsTo { get; set; }

    /// <summary>Completes what hangs.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<Asked> Requests => [.. _asked];

    public Uri Url => new(new Uri(_app.Urls.First()), "/weights.bin");

    public string Host => $"127.0.0.1:{Url.Port}";

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(File));

    public static async Task<Publisher> Of(byte[] file)
    {
        var publisher = new Publisher(file);
        await publisher._app.StartAsync(TestContext.Current.CancellationToken);
        return publisher;
    }

    /// <summary>Bytes that look like nothing.</summary>
    public static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        Gate.TrySetResult();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response, file) = (context.Request, context.Response, File);
        var from = KnowsRanges && request.Headers.Range is [{ } range] ? long.Parse(range.AsSpan(6, range.Length - 7), CultureInfo.InvariantCulture) : 0;
        var ifRange = (string?)request.Headers.IfRange;
        _asked.Enqueue(new Asked(request.Path, request.Headers.Range is [{ } asked] ? long.Parse(asked.AsSpan(6, asked.Length - 7), CultureInfo.InvariantCulture) : 0, ifRange, request.Headers.Authorization));
        var number = Interlocked.Increment(ref _answers);
        if (LeadsTo is { } elsewhere)
        {
            response.Redirect(elsewhere.ToString());
            return;
        }

        if (Status(number) is > 0 and var status)
        {
            response.StatusCode = status;
            return;
        }

        from = ifRange is not null && ifRange != Tag ? 0 : from;
        if (from > 0 && from >= file.Length)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{file.Length}";
            return;
        }

        response.Headers.ETag = Tag;
        response.StatusCode = from > 0 ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        response.ContentLength = SaysNoLength ? null : file.Length - from;
        if (from > 0)
        {
            response.Headers.ContentRange = $"bytes {from}-{file.Length - 1}/{file.Length}";
        }

        var bytes = file.AsMemory((int)from);
        var breaks = BreaksAfter(number);
        await response.Body.WriteAsync(breaks is { } most ? bytes[..Math.Min(most, bytes.Length)] : bytes);
        if (breaks < bytes.Length)
        {
            await response.Body.FlushAsync();
            await (Hangs ? Gate.Task : Task.CompletedTask);
            context.Abort();
        }
    }
}
