using MySpinBot.Core.Messages.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Devices;

/// <summary>Whether films can be encoded in hardware, as the nodes that save films find out: by trying it.</summary>
internal sealed class HardwareEncoders(string? ffmpeg, TimeProvider time)
{
    private static readonly string[] Names = ["h264_nvenc", "hevc_nvenc", "av1_nvenc"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<IReadOnlyList<EncoderFacts>> TryAsync(bool hasNvidia, CancellationToken cancellation)
    {
        var found = new List<EncoderFacts>();
        foreach (var name in Names)
        {
            found.Add(ffmpeg is null ? new EncoderFacts(name, false, "ffmpeg is not installed.")
                : !hasNvidia ? new EncoderFacts(name, false, "No NVIDIA device was found.")
                : await TryAsync(ffmpeg, name, cancellation));
        }

        return found;
    }

    private async Task<EncoderFacts> TryAsync(string ffmpeg, string name, CancellationToken cancellation)
    {
        string[] arguments = ["-hide_banner", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=size=256x256:rate=25:duration=0.2", "-pix_fmt", "yuv420p", "-c:v", name, "-f", "null", "-"];
        try
        {
            await new ToolProcess(ffmpeg, arguments) { TimeLimit = Patience }.RunAsync(time, cancellation);
            return new EncoderFacts(name, true, "A try has worked.");
        }
        catch (NodeFailure fault)
        {
            return new EncoderFacts(name, false, fault.Message);
        }
    }
}
