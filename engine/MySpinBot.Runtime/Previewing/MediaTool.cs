using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Previewing;

/// <summary>ffmpeg and ffprobe as they look into files of others: nothing is fetched that a file names, neither from the network nor from this disk, and nothing takes longer than is allowed.</summary>
internal sealed class MediaTool(IHostTools tools, TimeProvider time, TimeSpan limit)
{
    private const int MostBytes = 1 << 20;

    // Containers that hold their media themselves. What is not here (playlists, lists of files, scripts, devices) names other files.
    private const string Containers = "3gp,aac,ac3,aiff,amr,apng,asf,au,avi,caf,dts,eac3,flac,flv,gif,h264,hevc,ivf,m4a,m4v,matroska,mj2,mov,mp3,mp4,mpeg,mpegts,mpegvideo,mxf,nut,ogg,tta,voc,w64,wav,webm,wv";

    private static readonly string[] Careful = ["-hide_banner", "-v", "error", "-protocol_whitelist", "file", "-format_whitelist", Containers];

    // A film whose frames are larger than 8K by a half is not looked at; it would be refused for its memory anyway.
    private static readonly string[] Bounded = ["-max_alloc", "536870912", "-threads", "1", "-max_pixels", "67108864"];

    /// <summary>What a file claims to hold.</summary>
    /// <exception cref="NodeFailure">It is no media file, or damaged.</exception>
    public async Task<MediaFacts> ProbeAsync(string path, CancellationToken cancellation)
    {
        string[] arguments = [.. Careful, "-show_entries", "format=duration:stream=index,codec_type,width,height,channels,sample_rate,duration:stream_disposition=attached_pic", "-of", "json", path];
        try
        {
            var json = await Tool("ffprobe", arguments).ReadAllAsync(MostBytes, time, cancellation);
            using var document = JsonDocument.Parse(json);
            return MediaFacts.Read(document.RootElement);
        }
        catch (JsonException fault)
        {
            throw new NodeFailure($"What ffprobe says of the file is not understood: {fault.Message}", fault);
        }
        catch (NodeFailure fault)
        {
            throw new NodeFailure($"The file is no picture, sound or film that can be looked at, or it is damaged: {fault.Message.Replace(path, "the file", StringComparison.Ordinal)}", fault);
        }
    }

    /// <summary>Decodes some of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="at">From which second on; null for the beginning.</param>
    /// <param name="output">What is made of it, without where it goes to.</param>
    /// <param name="drain">Takes what comes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">It is damaged, or takes too long.</exception>
    public Task DecodeAsync(string path, double? at, string[] output, Func<Stream, CancellationToken, Task> drain, CancellationToken cancellation)
    {
        string[] seek = at is { } second ? ["-ss", second.ToString("0.###", CultureInfo.InvariantCulture)] : [];
        return new ToolProcess(tools.Executable("ffmpeg"), ["-nostdin", .. Careful, .. Bounded, .. seek, "-i", path, "-sn", "-dn", .. output, "pipe:1"]) { TimeLimit = limit, Drain = drain }.RunAsync(time, cancellation);
    }

    private ToolProcess Tool(string name, string[] arguments) => new(tools.Executable(name), arguments) { TimeLimit = limit };
}
