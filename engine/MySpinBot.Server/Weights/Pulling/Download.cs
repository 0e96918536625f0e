using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Weights.Pulling;

/// <summary>Brings a file in, however often it is broken off: it is tried again from where it ended, after longer and longer waits, at each of its addresses.</summary>
internal sealed class Download(PullPlan plan, PartFile part, WeightOptions options, Action<PullProgress> tell)
{
    private const int BufferSize = 128 << 10;
    private const long RoomPace = 64L << 20;

    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(5);

    private long? _total = plan.Bytes;
    private long _roomChecked;

    /// <summary>Brings it in.</summary>
    /// <exception cref="ServerRefusal">It cannot be had.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var fetcher = new Fetcher(plan.Outbound, plan.Token);
        var (address, fruitless, gone) = (0, 0, new HashSet<int>());
        for (var attempt = 1; ; attempt++)
        {
            var before = part.Length;
            Exception met;
            TimeSpan? wait = null;
            try
            {
                await TryAsync(fetcher, plan.Urls[address], cancellation).ConfigureAwait(false);
                return;
            }
            catch (PullFault fault)
            {
                // Asking the same address again would change nothing; another may have it.
                gone.Add(address);
                if (gone.Count == plan.Urls.Count)
                {
                    throw new ServerRefusal(RefusalKind.Unavailable, fault.Code, fault.Message);
                }

                (met, wait) = (fault, TimeSpan.Zero);
            }
            catch (HttpRequestException fault) when (RefusalOf(fault) is { } refusal)
            {
                throw new ServerRefusal(RefusalKind.Forbidden, PullFault.PrivateAddress, refusal);
            }
            catch (PassingFault fault)
            {
                (met, wait) = (fault, fault.RetryAfter);
            }
            catch (Exception fault) when (IsPassing(fault) && !cancellation.IsCancellationRequested)
            {
                met = fault;
            }

            fruitless = part.Length > before ? 0 : fruitless + 1;
            if (fruitless >= options.Patience.Fruitless || attempt >= options.Patience.Tries)
            {
                throw new ServerRefusal(RefusalKind.Unavailable, "unreachable", $"{plan.Urls[address]} does not give the file ({Sentence(met)}), after {attempt} tries; what has come ({part.Length} bytes) is kept, and the next pull goes on from there.");
            }

            address = Next(address, gone, moves: fruitless > 0);
            await WaitAsync(wait ?? BackOff(fruitless), Sentence(met), cancellation).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(Fetcher fetcher, Uri url, CancellationToken cancellation)
    {
        if (_total is { } total && part.Length == total)
        {
            return;
        }

        var from = ResumeFrom(url);
        tell(new PullProgress("asking", from, _total));
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(options.Patience.Stall);
        using var answer = await fetcher.AskAsync(url, from, part.Origin, stall.Token).ConfigureAwait(false);
        if (Begin(url, from, answer))
        {
            return;
        }

        await ReceiveAsync(url, answer.Content, stall, cancellation).ConfigureAwait(false);
    }

    // Without anything to know the file by again, a part can only be gone on with where its digest will tell.
    private long ResumeFrom(Uri url)
    {
        var isKnown = part.Origin.Url == url.ToString() && (part.Origin.Tag is not null || part.Origin.ModifiedAt is not null);
        if (part.Length > 0 && (!(isKnown || plan.Sha256 is not null) || part.Length > (_total ?? long.MaxValue)))
        {
            part.Reset();
        }

        if (part.Origin.Url != url.ToString())
        {
            part.Note(Origin.Unknown with { Url = url.ToString() });
        }

        return part.Length;
    }

    // True where all is there already.
    private bool Begin(Uri url, long from, HttpResponseMessage answer)
    {
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                if (from > 0)
                {
                    part.Reset(); // it knows no ranges, or the file has changed
                }

                Learn(url, answer, answer.Content.Headers.ContentLength);
                return false;
            case HttpStatusCode.PartialContent:
                var range = answer.Content.Headers.ContentRange;
                if (range?.From != from || range.Unit != "bytes")
                {
                    part.Reset();
                    throw new PassingFault($"{url.Host} sent another part than was asked for", null);
                }

                Learn(url, answer, range.Length);
                return false;
            case HttpStatusCode.RequestedRangeNotSatisfiable when from > 0:
                if (answer.Content.Headers.ContentRange?.Length == from && (_total ?? from) == from)
                {
                    _total = from;
                    return true;
                }

                part.Reset();
                throw new PassingFault($"{url.Host} has a shorter file now", null);
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw new PullFault("not_permitted_there", $"{url.Host} does not give {url.AbsolutePath} to whoever asks ({(int)answer.StatusCode}): {(plan.Token is null ? "it wants a token; for Hugging Face it stands in HF_TOKEN" : "the token is not taken, or its owner has not asked for access")}.");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new PassingFault($"{url.Host} answers {(int)answer.StatusCode}", RetryAfter(answer.Headers.RetryAfter));
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                throw new PullFault("not_there", $"{url} is not there ({(int)answer.StatusCode}).");
            default:
                throw new PullFault("bad_answer", $"{url} answers {(int)answer.StatusCode}, which is no file.");
        }
    }

    private void Learn(Uri url, HttpResponseMessage answer, long? total)
    {
        if (answer.Content.Headers.ContentEncoding.Count > 0)
        {
            throw new PullFault("bad_answer", $"{url} sends the file packed ({string.Join(", ", answer.Content.Headers.ContentEncoding)}), though it was asked for as it is.");
        }

        if (plan.Bytes is { } promised && total is { } there && promised != there)
        {
            throw new PullFault("wrong_length", $"{url} has {there} bytes, and the manifest says {promised}: it is not that file.");
        }

        _total = total ?? plan.Bytes;
        var tag = answer.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null;
        part.Note(new Origin(url.ToString(), tag, tag is null ? answer.Content.Headers.LastModified : null, total));
        CheckRoom();
    }

    private async Task ReceiveAsync(Uri url, HttpContent content, CancellationTokenSource stall, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
            while (true)
            {
                stall.CancelAfter(options.Patience.Stall);
                var read = await stream.ReadAsync(buffer.AsMemory(0, BufferSize), stall.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                if (part.Length + read > (_total ?? long.MaxValue))
                {
                    part.Reset();
                    throw new PullFault("wrong_length", $"{url} sends more than the {_total} bytes that the file has.");
                }

                await part.AddAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                tell(new PullProgress("downloading", part.Length, _total));
                if (part.Length - _roomChecked >= RoomPace)
                {
                    CheckRoom();
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (part.Length < (_total ?? 0))
        {
            throw new PassingFault($"{url.Host} broke off after {part.Length} of {_total} bytes", null);
        }
    }

    private void CheckRoom()
    {
        _roomChecked = part.Length;
        DiskRefusal.CheckRoom(plan.Folder, Math.Max(0, (_total ?? part.Length) - part.Length), options.FreeDiskBytes);
    }

    private int Next(int address, HashSet<int> gone, bool moves)
    {
        for (var i = moves ? 1 : 0; i <= plan.Urls.Count; i++)
        {
            if (!gone.Contains((address + i) % plan.Urls.Count))
            {
                return (address + i) % plan.Urls.Count;
            }
        }

        return address;
    }

    private async Task WaitAsync(TimeSpan wait, string why, CancellationToken cancellation)
    {
        tell(new PullProgress("waiting", part.Length, _total, $"{why}; it is tried again{(wait > TimeSpan.Zero ? FormattableString.Invariant($" in {wait.TotalSeconds:0.#} s") : "")}."));
        await Task.Delay(wait, options.Time, cancellation).ConfigureAwait(false);
    }

    private TimeSpan BackOff(int fruitless)
        => TimeSpan.FromTicks((long)Math.Min(options.Patience.Longest.Ticks, options.Patience.First.Ticks * Math.Pow(2, Math.Max(0, fruitless - 1))));

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
        => (header?.Delta ?? (header?.Date is { } date ? date - options.Time.GetUtcNow() : null)) is { } wait && wait > TimeSpan.Zero ? (wait < MostPatience ? wait : MostPatience) : null;

    private static bool IsPassing(Exception fault)
        => fault is OperationCanceledException or HttpRequestException or SocketException or IOException;

    // Who is not there says so by a socket; who may not be called never comes to one.
    private static string? RefusalOf(HttpRequestException fault)
        => fault.HttpRequestError != HttpRequestError.ConnectionError ? null
            : fault.InnerException is null ? fault.Message
            : (fault.InnerException as HttpRequestException)?.Message;

    private static string Sentence(Exception met) => met switch
    {
        OperationCanceledException => "no byte came for a while",
        _ => met.Message.TrimEnd('.'),
    };

    /// <summary>Something that may be otherwise the next time.</summary>
    private sealed class PassingFault(string sentence, TimeSpan? retryAfter) : Exception(sentence)
    {
        public TimeSpan? RetryAfter { get; } = retryAfter;
    }
}
