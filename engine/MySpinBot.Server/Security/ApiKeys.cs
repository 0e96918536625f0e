using System.Security.Cryptography;
using System.Text;

namespace MySpinBot.Server.Security;

/// <summary>Keys by which owners are known. Only hashes are kept: a key is 32 random bytes, so SHA-256 without salt or stretching is enough.</summary>
public sealed class ApiKeys
{
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <summary>Keys of these owners.</summary>
    /// <param name="keys">Names, and the SHA-256 of each one's key in hexadecimal.</param>
    public ApiKeys(IEnumerable<(string Owner, string Hash)> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var (owner, hash) in keys)
        {
            _owners[hash.ToUpperInvariant()] = owner;
        }
    }

    /// <summary>No keys.</summary>
    public static ApiKeys None { get; } = new([]);

    /// <summary>Whether there are any.</summary>
    public bool Any => _owners.Count > 0;

    /// <summary>Whose key this is; null where it is nobody's.</summary>
    public string? OwnerOf(string key) => _owners.GetValueOrDefault(Hash(key));

    /// <summary>The form in which a key is kept.</summary>
    public static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
