using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace MySpinBot.Server.Security;

/// <summary>Keys by which owners are known. Only hashes are kept: a key is 32 random bytes, so SHA-256 without salt or stretching is enough.</summary>
public sealed partial class ApiKeys
{
    private const int KeyBytes = 32;
    private const string Prefix = "msb_";

    private readonly ImmutableDictionary<string, string> _owners;

    private ApiKeys(ImmutableDictionary<string, string> owners) => _owners = owners;

    /// <summary>No keys.</summary>
    public static ApiKeys None { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>The owners that have keys, by name. One may have several.</summary>
    public IEnumerable<string> Owners => _owners.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Whether there are any.</summary>
    public bool Any => !_owners.IsEmpty;

    /// <summary>Whose key this is; null where it is nobody's.</summary>
    public string? OwnerOf(string key) => _owners.GetValueOrDefault(Hash(key));

    /// <summary>A new key. Nobody can tell it again: it is shown once.</summary>
    public static string NewKey() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>The form in which a key is kept.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>What is wrong with a name of an owner, as a sentence; null where nothing is.</summary>
    public static string? RefusalOf(string owner)
        => !Name().IsMatch(owner) ? $"'{owner}' is no name for a key; take up to 40 small letters, digits, '-' and '_', with a letter in front."
            : owner == Security.Owners.Local ? $"'{owner}' is whoever uses this machine without a key; take another name."
            : null;

    /// <summary>Reads the text of a file of keys: a name and a hash on each line; empty lines and those that begin with # are passed over.</summary>
    /// <exception cref="FormatException">A line is neither. The message is a sentence that names it.</exception>
    public static ApiKeys Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var owners = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || !Digest().IsMatch(parts[1]))
            {
                throw new FormatException($"Line {number} of the keys is not a name and the SHA-256 of a key in hexadecimal; 'myspinbot keys add NAME' writes such lines.");
            }

            if (RefusalOf(parts[0]) is { } refusal)
            {
                throw new FormatException($"Line {number} of the keys: {refusal}");
            }

            owners[parts[1].ToLowerInvariant()] = parts[0];
        }

        return new ApiKeys(owners.ToImmutable());
    }

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,39}$")]
    private static partial Regex Name();

    [GeneratedRegex("^[0-9a-fA-F]{64}$")]
    private static partial Regex Digest();
}
