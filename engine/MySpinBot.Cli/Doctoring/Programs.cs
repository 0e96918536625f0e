using System.Globalization;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Cli.Doctoring;

/// <summary>Looks for the programs that nodes call.</summary>
/// <param name="path">The variable PATH.</param>
/// <param name="time">The clock.</param>
internal sealed class Programs(string? path, TimeProvider time)
{
    private const int MostOutput = 1 << 20;

    // What the video nodes can be asked for; without the first two there are no films of the usual kind.
    private static readonly string[] Needed = ["libx264", "aac"];
    private static readonly string[] Wanted = ["libx265", "libsvtav1", "libvpx-vp9", "prores_ks", "libopus", "libmp3lame", "flac", "png", "gif"];

    /// <summary>ffmpeg with its encoders, and ffprobe.</summary>
    public async Task<IReadOnlyList<Finding>> FfmpegAsync(CancellationToken cancellation)
    {
        const string remedy = "apt-get install ffmpeg";
        var findings = new List<Finding>();
        foreach (var name in new[] { "ffmpeg", "ffprobe" })
        {
            findings.Add(await RunAsync(name, ["-version"], cancellation) is { } said
                ? Finding.Ok(name, $"{FirstLine(said)} ({Find(name)}).")
                : Finding.Fail(name, $"{name} is not there or does not run: nodes that read or make films and sound will fail.", remedy));
        }

        if (await RunAsync("ffmpeg", ["-hide_banner", "-encoders"], cancellation) is { } encoders)
        {
            var there = encoders.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 1).Select(words => words[1]).ToHashSet(StringComparer.Ordinal);
            var (missing, fewer) = (Needed.Where(name => !there.Contains(name)).ToList(), Wanted.Where(name => !there.Contains(name)).ToList());
            findings.Add(missing.Count > 0 ? Finding.Fail("encoders", $"ffmpeg lacks encoders without which films cannot be saved: {string.Join(", ", missing)}.", $"{remedy} (a build with these encoders)")
                : fewer.Count > 0 ? Finding.Warn("encoders", $"ffmpeg lacks encoders that some formats need: {string.Join(", ", fewer)}.", $"{remedy} (a build with these encoders)")
                : Finding.Ok("encoders", $"ffmpeg has all encoders that nodes ask for: {string.Join(", ", Needed.Concat(Wanted))}."));
        }

        return findings;
    }

    /// <summary>espeak-ng.</summary>
    public async Task<IReadOnlyList<Finding>> EspeakAsync(CancellationToken cancellation)
        => [await RunAsync("espeak-ng", ["--version"], cancellation) is { } said
            ? Finding.Ok("espeak-ng", $"{FirstLine(said)}")
            : Finding.Warn("espeak-ng", "espeak-ng is not there or does not run: nodes that speak will fail.", "apt-get install espeak-ng")];

    /// <summary>Fonts for titles and captions.</summary>
    public async Task<IReadOnlyList<Finding>> FontsAsync(CancellationToken cancellation)
    {
        if (await RunAsync("fc-list", [":", "family"], cancellation) is not { } fonts || fonts.Length == 0)
        {
            return [Finding.Warn("fonts", "There are no fonts, or fontconfig is missing: texts on pictures will be boxes.", "apt-get install fontconfig fonts-dejavu-core fonts-noto-cjk")];
        }

        var families = fonts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count();
        return [fonts.Contains("CJK", StringComparison.Ordinal)
            ? Finding.Ok("fonts", string.Create(CultureInfo.InvariantCulture, $"{families} font families, Chinese, Japanese and Korean letters among them."))
            : Finding.Warn("fonts", string.Create(CultureInfo.InvariantCulture, $"{families} font families, and none with Chinese, Japanese and Korean letters: such texts on pictures will be boxes."), "apt-get install fonts-noto-cjk")];
    }

    /// <summary>Node, which only those need who build the program or run its tests.</summary>
    public async Task<IReadOnlyList<Finding>> NodeAsync(CancellationToken cancellation)
        => [await RunAsync("node", ["--version"], cancellation) is { } said
            ? Finding.Ok("node", $"Node {FirstLine(said)}: only building and testing need it.")
            : Finding.Ok("node", "Node is not there: only building and testing need it.")];

    /// <summary>What is known of graphics cards.</summary>
    public async Task<IReadOnlyList<Finding>> GpuAsync(CancellationToken cancellation)
    {
        if (await RunAsync("nvidia-smi", ["--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"], cancellation) is { Length: > 0 } cards)
        {
            return [.. cards.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(card => Finding.Ok("gpu", $"{card}."))];
        }

        return [OnBus() ? Finding.Warn("gpu", "There is a card of NVIDIA's, and its driver does not answer: everything runs on the processor.", "apt-get install nvidia-driver, or pass the card into the container (nvidia-container-toolkit, '--gpus all')")
            : Finding.Ok("gpu", "There is no card of NVIDIA's: everything runs on the processor.")];
    }

    private static bool OnBus()
    {
        const string devices = "/sys/bus/pci/devices";
        const string displayClass = "0x03";
        try
        {
            return Directory.Exists(devices) && Directory.EnumerateDirectories(devices).Any(device
                => File.ReadAllText(Path.Join(device, "vendor")).StartsWith("0x10de", StringComparison.Ordinal) && File.ReadAllText(Path.Join(device, "class")).StartsWith(displayClass, StringComparison.Ordinal));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string? Find(string name) => (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Join(folder, name)).FirstOrDefault(File.Exists);

    // What it wrote; null where it is not there, fails or hangs.
    private async Task<string?> RunAsync(string name, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        if (Find(name) is not { } program)
        {
            return null;
        }

        var said = new MemoryStream();
        try
        {
            await new ToolProcess(program, arguments) { TimeLimit = TimeSpan.FromSeconds(20), Drain = (output, stop) => CopyAsync(output, said, stop) }.RunAsync(time, cancellation);
            return Encoding.UTF8.GetString(said.GetBuffer(), 0, (int)said.Length);
        }
        catch (NodeFailure)
        {
            return null;
        }
    }

    private static async Task CopyAsync(Stream output, MemoryStream said, CancellationToken stop)
    {
        var buffer = new byte[16 << 10];
        while (await output.ReadAsync(buffer, stop) is > 0 and var read)
        {
            said.Write(buffer, 0, (int)Math.Min(read, MostOutput - said.Length));
        }
    }

    private static string FirstLine(string text) => Terminal.PlainText.OnOneLine(text.Split('\n', 2)[0].Trim());
}
