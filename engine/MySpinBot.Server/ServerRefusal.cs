using System.Text.Json;
using MySpinBot.Server.Answers;

namespace MySpinBot.Server;

/// <summary>The server does not take a request. The message is a sentence for people: what is wrong and what would be right.</summary>
/// <param name="kind">What kind of no it is.</param>
/// <param name="code">For programs: does not change.</param>
/// <param name="sentence">For people.</param>
public sealed class ServerRefusal(RefusalKind kind, string code, string sentence) : Exception(sentence)
{
    /// <summary>What kind of no it is.</summary>
    public RefusalKind Kind { get; } = kind;

    /// <summary>For programs.</summary>
    public string Code { get; } = code;

    /// <summary>When to try again, where that helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>All that is wrong, one by one, where there is more to tell than the sentence.</summary>
    internal IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Writes fields that the answer has beside those of all refusals; null for none.</summary>
    internal Action<Utf8JsonWriter>? More { get; init; }
}

/// <summary>Kinds of no, and their HTTP status.</summary>
public enum RefusalKind
{
    /// <summary>The request is wrong.</summary>
    Wrong = 400,

    /// <summary>Nobody said who asks, or nobody knows him.</summary>
    Unknown = 401,

    /// <summary>He who asks may not.</summary>
    Forbidden = 403,

    /// <summary>There is no such thing.</summary>
    Missing = 404,

    /// <summary>There is such a thing, but not for this method.</summary>
    WrongMethod = 405,

    /// <summary>It does not fit the state that things are in.</summary>
    Conflict = 409,

    /// <summary>It was made for a state that things are not in any more.</summary>
    Overtaken = 412,

    /// <summary>There is too much of it.</summary>
    TooLarge = 413,

    /// <summary>It is written in a form that is not read here.</summary>
    WrongMedia = 415,

    /// <summary>A range of something that is shorter.</summary>
    WrongRange = 416,

    /// <summary>It is well formed, and means something that cannot be done.</summary>
    Meaningless = 422,

    /// <summary>Somebody else is at it.</summary>
    Locked = 423,

    /// <summary>It does not say which state of things it was made for.</summary>
    Unconditional = 428,

    /// <summary>There are too many.</summary>
    TooMany = 429,

    /// <summary>The bytes are not those of the checksum that came with them (tus).</summary>
    WrongChecksum = 460,

    /// <summary>Not now.</summary>
    Unavailable = 503,

    /// <summary>There is no room on the disk.</summary>
    DiskFull = 507,
}
