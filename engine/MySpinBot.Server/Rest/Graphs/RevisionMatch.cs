using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace MySpinBot.Server.Rest.Graphs;

/// <summary>The revisions that a request may follow: its header <c>If-Match</c>. A revision's entity tag is its number in quotes.</summary>
/// <param name="IsAny">Whether any will do (<c>*</c>).</param>
/// <param name="Numbers">Those that will do.</param>
internal sealed record RevisionMatch(bool IsAny, ImmutableArray<long> Numbers)
{
    private const int Most = 20;

    /// <summary>A revision's entity tag.</summary>
    public static string Tag(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>What a request says; null where it says nothing. A tag that is none of ours, or a weak one, is no revision that will do.</summary>
    public static RevisionMatch? Of(HttpContext context)
    {
        var header = context.Request.Headers.IfMatch.ToString();
        if (header.Length == 0)
        {
            return null;
        }

        var (isAny, numbers) = (false, ImmutableArray.CreateBuilder<long>());
        foreach (var tag in header.Split(',', StringSplitOptions.TrimEntries).Take(Most))
        {
            isAny |= tag == "*";
            var plain = tag is ['"', .. var quoted, '"'] ? quoted : tag;
            if (long.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }
        }

        return new RevisionMatch(isAny, numbers.ToImmutable());
    }

    /// <summary>Whether a revision will do.</summary>
    public bool Allows(long revision) => IsAny || Numbers.Contains(revision);
}
