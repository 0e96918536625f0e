using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MySpinBot.Server.Tests.Tracing;

/// <summary>A receiver of OTLP over HTTP. It reads the protocol's bytes by itself (opentelemetry/proto/trace/v1/trace.proto).</summary>
internal sealed class TraceReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TraceReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/v1/traces", (RequestDelegate)TakeAsync);
    }

    public ConcurrentQueue<Span> Spans { get; } = new();

    public ConcurrentQueue<string> Authorizations { get; } = new();

    public Uri Address => new(_app.Urls.First());

    public static async Task<TraceReceiver> StartAsync()
    {
        var receiver = new TraceReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        context.Request.ContentType.ShouldBe("application/x-protobuf");
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        foreach (var resource in Fields(body.ToArray()).Where(field => field.Number == 1))
        {
            foreach (var span in Fields(resource.Bytes).Where(field => field.Number == 2).SelectMany(scope => Fields(scope.Bytes).Where(field => field.Number == 2)))
            {
                Spans.Enqueue(SpanOf(span.Bytes));
            }
        }
    }

    private static Span SpanOf(byte[] bytes)
    {
        var fields = Fields(bytes).ToLookup(field => field.Number);
        var status = fields[15].SelectMany(field => Fields(field.Bytes)).ToLookup(field => field.Number);
        return new Span(
            Convert.ToHexStringLower(fields[1].Single().Bytes),
            Convert.ToHexStringLower(fields[2].Single().Bytes),
            Convert.ToHexStringLower(fields[4].SingleOrDefault().Bytes ?? []),
            Encoding.UTF8.GetString(fields[5].Single().Bytes),
            fields[7].Single().Value,
            fields[8].Single().Value,
            fields[9].Select(field => Fields(field.Bytes).ToLookup(part => part.Number)).ToDictionary(part => Encoding.UTF8.GetString(part[1].Single().Bytes), part => ValueOf(part[2].Single().Bytes)),
            status[3].Any(field => field.Value == 2) ? Encoding.UTF8.GetString(status[2].SingleOrDefault().Bytes ?? []) : null);
    }

    private static string ValueOf(byte[] bytes)
    {
        var (number, value, text) = Fields(bytes).Single();
        return number switch { 1 => Encoding.UTF8.GetString(text), 2 => value == 1 ? "true" : "false", 3 => $"{value}", _ => $"{BitConverter.UInt64BitsToDouble(value)}" };
    }

    // Protocol buffers: a tag with number and wire type, then a varint, eight bytes, or a length and so many bytes.
    private static IEnumerable<(int Number, ulong Value, byte[] Bytes)> Fields(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var tag = Varint(bytes, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return (number, Varint(bytes, ref at), []);
                    break;
                case 1:
                    yield return (number, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)), []);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes, ref at);
                    yield return (number, 0, bytes[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    yield return (number, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)), []);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Field {number} has a wire type that there is not.");
            }
        }
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    internal sealed record Span(string Trace, string Id, string Parent, string Name, ulong Start, ulong End, Dictionary<string, string> Attributes, string? Fault);
}
