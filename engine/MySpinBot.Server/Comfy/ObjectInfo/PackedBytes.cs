using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MySpinBot.Server.Comfy.ObjectInfo;

/// <summary>JSON that many ask for and that seldom changes: sent packed to whoever takes it so, and not at all to whoever has it.</summary>
internal sealed class PackedBytes
{
    private readonly byte[] _plain;
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    /// <summary>Takes over the bytes.</summary>
    public PackedBytes(byte[] plain)
    {
        _plain = plain;
        Tag = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 12));
        _brotli = new Lazy<byte[]>(() => Packed(target => new BrotliStream(target, CompressionLevel.Optimal, leaveOpen: true)));
        _gzip = new Lazy<byte[]>(() => Packed(target => new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true)));
    }

    /// <summary>Changes when the bytes do.</summary>
    public string Tag { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Plain => _plain;

    /// <summary>Sends them.</summary>
    public async Task SendAsync(HttpContext context)
    {
        var (response, headers) = (context.Response, context.Response.Headers);
        var encoding = EncodingFor(context.Request);
        var tag = new EntityTagHeaderValue(encoding is null ? $"\"{Tag}\"" : $"\"{Tag}-{encoding}\"");
        headers.ETag = tag.ToString();
        headers.CacheControl = "no-cache";
        headers.Vary = "Accept-Encoding";
        if (IsKnown(context.Request))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var bytes = encoding switch
        {
            "br" => _brotli.Value,
            "gzip" => _gzip.Value,
            _ => _plain,
        };
        headers.ContentEncoding = encoding;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    // Packed or not, it is the same text: any of its tags will do.
    private bool IsKnown(HttpRequest request)
    {
        foreach (var known in request.GetTypedHeaders().IfNoneMatch)
        {
            var text = known.Tag.AsSpan().Trim('"');
            if (text is "*" || (text.StartsWith(Tag, StringComparison.Ordinal) && text[Tag.Length..] is "" or "-br" or "-gzip"))
            {
                return true;
            }
        }

        return false;
    }

    private static string? EncodingFor(HttpRequest request)
    {
        var (brotli, gzip) = (false, false);
        foreach (var accepted in request.GetTypedHeaders().AcceptEncoding)
        {
            var wanted = accepted.Quality is not <= 0;
            brotli |= wanted && accepted.Value.Equals("br", StringComparison.OrdinalIgnoreCase);
            gzip |= wanted && accepted.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        }

        return brotli ? "br" : gzip ? "gzip" : null;
    }

    private byte[] Packed(Func<Stream, Stream> packing)
    {
        var target = new MemoryStream(_plain.Length / 4);
        using (var packer = packing(target))
        {
            packer.Write(_plain);
        }

        return target.ToArray();
    }
}
