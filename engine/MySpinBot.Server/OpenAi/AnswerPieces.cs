using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MySpinBot.Sdk;
using MySpinBot.Server.Capabilities;

namespace MySpinBot.Server.OpenAi;

/// <summary>The pieces of all answers to a request, as they come.</summary>
internal static class AnswerPieces
{
    // Pieces that lie here unread, of all answers together.
    private const int MostUnread = 64;

    /// <summary>Begins all answers, and gives their pieces with the answer that each belongs to. The first that comes to nothing ends them all.</summary>
    public static IAsyncEnumerable<(int Answer, TextPiece Piece)> Of(ICapabilities capabilities, IReadOnlyList<TextRequest> requests, string owner, CancellationToken cancellation)
        => requests.Count == 1 ? OneAsync(capabilities, requests[0], owner, cancellation) : ManyAsync(capabilities, requests, owner, cancellation);

    private static async IAsyncEnumerable<(int, TextPiece)> OneAsync(ICapabilities capabilities, TextRequest request, string owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var piece in capabilities.WriteAsync(request, owner, cancellation).WithCancellation(cancellation))
        {
            yield return (0, piece);
        }
    }

    private static async IAsyncEnumerable<(int, TextPiece)> ManyAsync(ICapabilities capabilities, IReadOnlyList<TextRequest> requests, string owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pieces = Channel.CreateBounded<(int, TextPiece)>(new BoundedChannelOptions(MostUnread) { SingleReader = true });
        var writing = Task.WhenAll(requests.Select((request, answer) => CopyAsync(answer, request)));
        _ = writing.ContinueWith(static (all, to) => ((ChannelWriter<(int, TextPiece)>)to!).TryComplete(), pieces.Writer, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(cancellation))
            {
                yield return piece;
            }
        }
        finally
        {
            await end.CancelAsync();

            // All have let go of their calls before this ends.
            await writing;
        }

        async Task CopyAsync(int answer, TextRequest request)
        {
            try
            {
                await foreach (var piece in capabilities.WriteAsync(request, owner, end.Token).WithCancellation(end.Token))
                {
                    await pieces.Writer.WriteAsync((answer, piece), end.Token);
                }
            }
            catch (Exception fault)
            {
                // Whatever it is, whoever reads is to meet it; the others end.
                pieces.Writer.TryComplete(fault);
                await end.CancelAsync();
            }
        }
    }
}
