using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MySpinBot.Server.Webhooks;

/// <summary>Signs calls as Standard Webhooks has it: base64 of HMAC-SHA256 over <c>id.timestamp.body</c> (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).</summary>
internal static class WebhookSignature
{
    /// <summary>What a secret begins with where it is written down.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The fewest bytes of a secret.</summary>
    public const int Least = 24;

    /// <summary>The most bytes of a secret.</summary>
    public const int Most = 64;

    /// <summary>A new secret.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(32);

    /// <summary>A secret as it is written down.</summary>
    public static string Write(ReadOnlySpan<byte> secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>The secret that is written so; null where it is none.</summary>
    public static byte[]? Read(string text)
    {
        var secret = new byte[Most];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], secret, out var length) && length >= Least ? secret[..length] : null;
    }

    /// <summary>The signature of a call.</summary>
    public static string Of(ReadOnlySpan<byte> secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hash.AppendData(body);
        return $"v1,{Convert.ToBase64String(hash.GetHashAndReset())}";
    }
}
