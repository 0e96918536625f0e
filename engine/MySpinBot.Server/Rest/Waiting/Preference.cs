using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Rest.Waiting;

/// <summary>What whoever asks would like best (the header <c>Prefer</c>, RFC 7240): to have the answer when a job has ended, or at once. What is not understood is passed over, as that document wants it.</summary>
/// <param name="Wait">How long he would wait; null where he says nothing of it.</param>
/// <param name="IsAsync">Whether an answer before the end is welcome (<c>respond-async</c>).</param>
internal readonly record struct Preference(TimeSpan? Wait, bool IsAsync)
{
    /// <summary>The longest that anybody waits. Who would wait longer is answered then, and asks again.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(120);

    /// <summary>What a request prefers.</summary>
    public static Preference Of(HttpContext context)
    {
        var found = default(Preference);
        if (!context.Request.Headers.TryGetValue("Prefer", out var given))
        {
            return found;
        }

        foreach (var line in given)
        {
            foreach (var part in line.AsSpan().Split(','))
            {
                found = found.With(line.AsSpan()[part]);
            }
        }

        return found;
    }

    /// <summary>What was done of it, as <c>Preference-Applied</c> says it; null for nothing.</summary>
    /// <param name="hasEnded">Whether the answer tells of an end.</param>
    public string? Applied(bool hasEnded)
    {
        var wait = Wait is { } time ? string.Create(CultureInfo.InvariantCulture, $"wait={(long)time.TotalSeconds}") : null;
        return !IsAsync || hasEnded ? wait : wait is null ? "respond-async" : $"respond-async, {wait}";
    }

    // The first of a name counts.
    private Preference With(ReadOnlySpan<char> said)
    {
        said = (said.IndexOf(';') is >= 0 and var parameters ? said[..parameters] : said).Trim();
        if (said.Equals("respond-async", StringComparison.OrdinalIgnoreCase))
        {
            return this with { IsAsync = true };
        }

        var equals = said.IndexOf('=');
        return Wait is null && equals > 0 && said[..equals].TrimEnd().Equals("wait", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(said[(equals + 1)..].Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? this with { Wait = TimeSpan.FromSeconds(Math.Min(seconds, (long)Longest.TotalSeconds)) } : this;
    }
}
