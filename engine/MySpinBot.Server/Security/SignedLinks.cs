using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Security;

/// <summary>Addresses that can be read without a key until they expire. One is good for reading exactly what it names, and for nothing else: path and all parameters are signed with a secret that never leaves
/// the data folder. Safe from any thread.</summary>
internal sealed class SignedLinks(ServerOptions options)
{
    /// <summary>The longest that a link may be good for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private const string Expires = "expires";
    private const string Signature = "signature";
    private const int SecretBytes = 32;

    private readonly string _file = Path.Join(options.DataFolder, "links.secret");
    private readonly Lock _gate = new();
    private byte[]? _secret;

    /// <summary>Signs an address.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="parameters">Its parameters, one value each.</param>
    /// <param name="time">How long it is good for.</param>
    public (string Url, DateTimeOffset ExpiresAt) Sign(string path, IEnumerable<KeyValuePair<string, string>> parameters, TimeSpan time)
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds((options.Time.GetUtcNow() + time).ToUnixTimeSeconds());
        var all = parameters.Where(pair => pair.Key is not (Expires or Signature)).Append(new(Expires, expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))).ToList();
        var query = string.Join('&', all.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return ($"{path}?{query}&{Signature}={Base64(Seal(path, all))}", expires);
    }

    /// <summary>Whether a request comes by a signed address.</summary>
    /// <returns>False where it does not claim to.</returns>
    /// <exception cref="ServerRefusal">The address was signed by nobody here, was changed, or has expired.</exception>
    public bool Admits(HttpRequest request)
    {
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || !MayBeSigned(request.Path) || !request.Query.TryGetValue(Signature, out var given))
        {
            return false;
        }

        var pairs = request.Query.Where(pair => pair.Key != Signature).Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value is [{ } one] ? one : "")).ToList();
        if (given is not [{ } signature] || request.Query.Any(pair => pair.Value.Count != 1) || !IsRight(signature, Seal(request.Path.Value!, pairs)))
        {
            throw new ServerRefusal(RefusalKind.Forbidden, "bad_link", "The link was not made by this server, was changed, or its secret was replaced since; ask for a new one.");
        }

        var isGood = request.Query[Expires] is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var expires) && options.Time.GetUtcNow().ToUnixTimeSeconds() < expires;
        return isGood ? true : throw new ServerRefusal(RefusalKind.Forbidden, "link_expired", "The link has expired; ask for a new one.");
    }

    /// <summary>Replaces the secret: every link that was made before is good for nothing.</summary>
    /// <exception cref="ServerRefusal">The disk does not take it.</exception>
    public void Rotate()
    {
        lock (_gate)
        {
            _secret = Write();
        }
    }

    private static bool MayBeSigned(PathString path) => path.StartsWithSegments("/api/v1/artifacts") || path.StartsWithSegments("/api/v1/files");

    private static bool IsRight(string signature, byte[] seal) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Base64(seal)));

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    // Sorted and written anew, so that whoever passes an address on may order and escape its parameters as he likes.
    private byte[] Seal(string path, List<KeyValuePair<string, string>> pairs)
    {
        var text = new StringBuilder("link 1\n").Append(path);
        foreach (var (key, value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append('\n').Append(Uri.EscapeDataString(key)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return HMACSHA256.HashData(Secret(), Encoding.UTF8.GetBytes(text.ToString()));
    }

    private byte[] Secret()
    {
        lock (_gate)
        {
            return _secret ??= Read() ?? Write();
        }
    }

    private byte[]? Read()
    {
        try
        {
            return File.Exists(_file) && File.ReadAllBytes(_file) is { Length: SecretBytes } secret ? secret : null;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The secret of links cannot be read");
        }
    }

    private byte[] Write()
    {
        var (secret, incoming) = (RandomNumberGenerator.GetBytes(SecretBytes), $"{_file}.tmp");
        try
        {
            File.Delete(incoming);
            var form = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                form.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(incoming, form))
            {
                file.Write(secret);
                file.Flush(flushToDisk: true);
            }

            File.Move(incoming, _file, overwrite: true);
            return secret;
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The secret of links cannot be written");
        }
    }
}
