using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Doctoring;

/// <summary>Looks at the machine: runtime, port, clock, and what the system allows.</summary>
internal sealed class Machine(Configuration configuration, Surroundings surroundings)
{
    private const int FewFiles = 4096;
    private const long SmallSharedMemory = 64L << 20;

    /// <summary>The runtime that this runs on.</summary>
    public static Finding Runtime()
        => Environment.Version.Major >= 10 ? Finding.Ok("dotnet", $".NET {Environment.Version}.")
            : Finding.Fail("dotnet", $".NET {Environment.Version} is too old.", "apt-get install dotnet-runtime-10.0 aspnetcore-runtime-10.0 (Microsoft's feed; see https://dot.net/download)");

    /// <summary>Whether the server could listen.</summary>
    public async Task<Finding> PortAsync(CancellationToken cancellation)
    {
        var (address, port) = (configuration.Get(Settings.Listen)!, configuration.Get(Settings.Port)!.Value);
        var place = string.Create(CultureInfo.InvariantCulture, $"{address}:{port}");
        if (!IPAddress.TryParse(address == "localhost" ? "127.0.0.1" : address.Trim('[', ']'), out var ip))
        {
            return Finding.Fail("port", $"'{address}' is no address to listen at.", "give an IP address of this machine as server.listen");
        }

        try
        {
            using var listener = new TcpListener(ip, port);
            listener.Start();
            return Finding.Ok("port", $"{place} is free.");
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return await IsOursAsync(ip, port, cancellation) ? Finding.Ok("port", $"A server of this kind answers at {place} already.")
                : Finding.Fail("port", $"Something else listens at {place}.", "end it, or choose another port with --port or server.port");
        }
        catch (SocketException fault)
        {
            return Finding.Fail("port", $"The server cannot listen at {place}: {fault.Message}.", "choose another address or port (server.listen, server.port)");
        }
    }

    /// <summary>Clock and language.</summary>
    public IReadOnlyList<Finding> ClockAndLanguage()
    {
        var (now, built) = (surroundings.Time.GetUtcNow(), new DateTimeOffset(File.GetLastWriteTimeUtc(Environment.ProcessPath!)));
        var language = new[] { "LC_ALL", "LC_CTYPE", "LANG" }.Select(name => surroundings.Variable(name)).FirstOrDefault(value => value is { Length: > 0 }) ?? "none";
        var isPlain = language is "none" or "C" or "POSIX";
        return
        [
            now < built.AddDays(-1) ? Finding.Fail("clock", $"The clock says {Written(now)}, which is before this program was made.", "set the clock: timedatectl set-ntp true")
                : Finding.Ok("clock", $"The clock says {Written(now)}; local time is {surroundings.Time.LocalTimeZone.Id}."),
            isPlain || language.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || language.Contains("UTF8", StringComparison.OrdinalIgnoreCase) ? Finding.Ok("locale", $"Locale: {language}. Names of files are UTF-8.")
                : Finding.Warn("locale", $"The locale {language} is not UTF-8: names of files with other letters may look odd in tools.", "export LANG=C.UTF-8"),
        ];
    }

    /// <summary>How many files may be open.</summary>
    public Finding OpenFiles()
    {
        const string check = "open_files";
        if (Limit("Max open files") is not { } most)
        {
            return Finding.Ok(check, "The system sets no bound on open files that could be read.");
        }

        // Each request and stream is one, and some more for files.
        var needed = configuration.Get(Settings.Connections)!.Value + configuration.Get(Settings.Streams)!.Value + 512;
        return most >= Math.Max(FewFiles, needed) ? Finding.Ok(check, string.Create(CultureInfo.InvariantCulture, $"{most} files may be open."))
            : Finding.Warn(check, string.Create(CultureInfo.InvariantCulture, $"{most} files may be open, and a busy server needs {Math.Max(FewFiles, needed)}."), "ulimit -n 65536, or LimitNOFILE=65536 in a systemd unit, or 'ulimits: nofile: 65536' in docker-compose.yml");
    }

    /// <summary>Shared memory.</summary>
    public static Finding SharedMemory()
    {
        const string check = "shared_memory";
        const string place = "/dev/shm";
        try
        {
            if (!Directory.Exists(place))
            {
                return Finding.Warn(check, "There is no /dev/shm: libraries of accelerators may need it.", "mount -t tmpfs tmpfs /dev/shm");
            }

            var size = new DriveInfo(place).TotalSize;
            return size > SmallSharedMemory ? Finding.Ok(check, $"{place} has {ByteSize.Write(size)}.")
                : Finding.Warn(check, $"{place} has only {ByteSize.Write(size)}: libraries of accelerators may need more.", "'shm_size: 1gb' in docker-compose.yml, or --shm-size=1g");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Finding.Warn(check, $"{place} cannot be looked at: {fault.Message}", "mount -t tmpfs tmpfs /dev/shm");
        }
    }

    private static long? Limit(string name)
    {
        const string limits = "/proc/self/limits";
        var line = File.Exists(limits) ? File.ReadLines(limits).FirstOrDefault(each => each.StartsWith(name, StringComparison.Ordinal)) : null;
        return line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var hard, ..] && long.TryParse(hard, CultureInfo.InvariantCulture, out var most) ? most : null;
    }

    private static async Task<bool> IsOursAsync(IPAddress ip, int port, CancellationToken cancellation)
    {
        var host = ip.Equals(IPAddress.Any) ? IPAddress.Loopback : ip.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : ip;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 64 << 10 };
        try
        {
            return (await client.GetStringAsync(new UriBuilder("http", host.ToString(), port, "/health/live").Uri, cancellation)).Contains("\"live\"", StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string Written(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
