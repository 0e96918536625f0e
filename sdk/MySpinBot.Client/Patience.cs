namespace MySpinBot.Client;

/// <summary>What passes by itself: a server that starts anew, has too much to do, or cannot be reached just now.</summary>
internal static class Patience
{
    /// <summary>How long to wait at least before it is tried again; null for what waiting does not mend.</summary>
    public static TimeSpan? Of(Exception fault) => fault switch
    {
        ProblemException { Status: 429 or 502 or 503 or 504 } problem => problem.RetryAfter ?? TimeSpan.Zero,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded or HttpRequestError.Unknown } => TimeSpan.Zero,
        HttpIOException or IOException => TimeSpan.Zero,
        _ => null,
    };
}
