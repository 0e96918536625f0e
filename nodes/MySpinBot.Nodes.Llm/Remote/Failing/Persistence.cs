using System.Globalization;
using System.Runtime.CompilerServices;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm.Remote.Failing;

/// <summary>How long a server is waited for and how often it is asked. Asked again is only what has brought nothing yet: whoever has read a part of an answer must not get another one's.</summary>
/// <param name="target">The server.</param>
/// <param name="time">The clock.</param>
internal sealed class Persistence(OutboundTarget target, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Asks for an answer in pieces.</summary>
    /// <param name="ask">Asks once.</param>
    /// <param name="isPart">Whether a piece is a part of the answer; what is not does not keep the server from being asked again.</param>
    /// <param name="cancellation">Ends it, and closes the connection.</param>
    /// <exception cref="RemoteFault">It failed, and asking again did not help or was not possible.</exception>
    public async IAsyncEnumerable<T> AskAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> ask, Func<T, bool> isPart, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            await using var pieces = ask(end.Token).GetAsyncEnumerator(end.Token);
            var (hasBegun, parts) = (false, 0);
            RemoteFault? fault;
            while (true)
            {
                (var isThere, fault) = await MoveAsync(pieces, patience, parts, cancellation);
                if (!isThere)
                {
                    break;
                }

                var piece = pieces.Current;
                hasBegun |= isPart(piece);
                parts += hasBegun ? 1 : 0;
                yield return piece;
            }

            if (fault is null)
            {
                yield break;
            }

            await PauseOrThrowAsync(fault, hasBegun, attempt, cancellation);
        }
    }

    /// <summary>Asks for one thing.</summary>
    /// <exception cref="RemoteFault">It failed, and asking again did not help.</exception>
    public async Task<T> AskOnceAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var patience = new CancellationTokenSource(target.Patience, time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            try
            {
                return await ask(end.Token);
            }
            catch (Exception met) when (FaultOf(met, 0, cancellation) is { } fault)
            {
                await PauseOrThrowAsync(fault, hasBegun: false, attempt, cancellation);
            }
        }
    }

    // The time that our own reader takes is not the server's.
    private async Task<(bool IsThere, RemoteFault? Fault)> MoveAsync<T>(IAsyncEnumerator<T> pieces, CancellationTokenSource patience, int parts, CancellationToken cancellation)
    {
        patience.CancelAfter(target.Patience);
        try
        {
            return (await pieces.MoveNextAsync(), null);
        }
        catch (Exception met) when (FaultOf(met, parts, cancellation) is { } fault)
        {
            return (false, fault);
        }
        catch (Exception met) when (met is not OperationCanceledException && cancellation.IsCancellationRequested)
        {
            // A connection that we closed ourselves may break in any way.
            throw new OperationCanceledException(null, met, cancellation);
        }
        finally
        {
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private RemoteFault? FaultOf(Exception met, int parts, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return null; // whatever it is, nobody waits for it
        }

        if (met is not OperationCanceledException)
        {
            return FaultReading.Of(target, met);
        }

        var (who, seconds) = (ServerSaid.Who(target), target.Patience.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture));
        return new RemoteFault(parts == 0
            ? $"{who} began no answer within {seconds} seconds; targets.patience says how long it may take."
            : $"{who} fell silent: it had begun an answer, and then nothing came for {seconds} seconds; targets.patience says how long it may take.", met);
    }

    private async Task PauseOrThrowAsync(RemoteFault fault, bool hasBegun, int attempt, CancellationToken cancellation)
    {
        var pause = fault.RetryAfter ?? TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(attempt, 16), LongestPause.Ticks));
        if (hasBegun || !fault.IsPassing || attempt >= target.Retries)
        {
            throw attempt == 0 || hasBegun ? fault : new RemoteFault(string.Create(CultureInfo.InvariantCulture, $"{fault.Message} It was asked {attempt + 1} times."), fault) { Field = fault.Field, Code = fault.Code };
        }

        if (pause > target.Patience)
        {
            throw new RemoteFault(string.Create(CultureInfo.InvariantCulture, $"{fault.Message} It wants to be asked again in {pause.TotalSeconds:0} seconds, which is longer than it is waited for."), fault);
        }

        await Task.Delay(pause, time, cancellation);
    }
}
