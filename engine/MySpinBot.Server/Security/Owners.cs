using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Security;

/// <summary>Who asks.</summary>
public static class Owners
{
    /// <summary>Whoever uses this machine without a key.</summary>
    public const string Local = "local";

    /// <summary>Whoever comes by a signed link. No key can have this name, and nothing is stored under it.</summary>
    public const string Link = "(link)";

    private static readonly object Place = new();

    /// <summary>The owner that a request speaks for. Set before any route runs.</summary>
    public static string Owner(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(Place, out var owner) ? (string)owner! : throw new InvalidOperationException("Nobody has asked who asks.");
    }

    /// <summary>The owner, where somebody has asked already.</summary>
    internal static string? OwnerOrNull(this HttpContext context) => context.Items.TryGetValue(Place, out var owner) ? (string)owner! : null;

    internal static void SetOwner(this HttpContext context, string owner) => context.Items[Place] = owner;
}
