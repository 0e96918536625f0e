using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using MySpinBot.Core.Messages.Calling;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Capabilities;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Working;

/// <summary>One call of a capability from its command to its end. It has no deadline: it ends when it is done, when nobody waits for it any more, or with the worker.</summary>
internal sealed class CallOnHand : IDisposable
{
    // So much of vectors goes into one frame.
    private const int MostInOne = 1 << 20;

    private readonly CallCapability _command;
    private readonly ReadOnlyMemory<byte> _request;
    private readonly Outbox _outbox;
    private readonly CallPost _post;
    private readonly ReadingWindow _window;
    private readonly CancellationTokenSource _cancelling;
    private readonly CancellationToken _stopping;
    private readonly ArrayBufferWriter<byte> _line = new(512);
    private int _tokens;

    /// <param name="command">What is called.</param>
    /// <param name="request">The request as JSON.</param>
    /// <param name="outbox">Where what is told goes.</param>
    /// <param name="stopping">Cancelled when the worker ends.</param>
    public CallOnHand(CallCapability command, ReadOnlyMemory<byte> request, Outbox outbox, CancellationToken stopping)
    {
        (_command, _request, _outbox, _stopping) = (command, request, outbox, stopping);
        (_post, _window) = (new CallPost(outbox, command.Call), new ReadingWindow(command.Window));
        _cancelling = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    }

    /// <summary>Ends it.</summary>
    public void Cancel()
    {
        try
        {
            // Whoever listens to the token runs elsewhere: it may block or throw, and the reading thread has other things to do.
            _ = _cancelling.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended.
        }
    }

    /// <summary>Whoever hears it has read so much.</summary>
    public void Read(int bytes) => _window.Read(bytes);

    /// <summary>Runs it to its end, which is told. Nothing is thrown.</summary>
    public async Task RunAsync(Task<Engine> engine)
    {
        CallFault? fault;
        try
        {
            fault = await CallAsync((await engine.WaitAsync(_cancelling.Token)).Capabilities);
        }
        catch (OperationCanceledException) when (_cancelling.IsCancellationRequested)
        {
            fault = new CallFault(CallFaultKind.Worker, _stopping.IsCancellationRequested ? "The worker ends before this was done; another one will do it." : "Nobody waited for it any more.");
        }
        catch (Exception bug)
        {
            // A fault of ours: it must end this call with a sentence and its story, and not the worker with all the others.
            _outbox.Tell(new WorkerLogged("warning", $"A call of a model was ended by a bug: {bug}"));
            fault = new CallFault(CallFaultKind.Plugin, $"Something went wrong that should not: {bug.Message} This is a bug; the worker's log has its story.");
        }

        _post.End(new CallEnded(_command.Call, fault, _tokens));
    }

    /// <inheritdoc/>
    public void Dispose() => _cancelling.Dispose();

    private async Task<CallFault?> CallAsync(CapabilityCalls capabilities)
    {
        switch (_command.Kind)
        {
            case CapabilityKind.Text:
                return await capabilities.WriteAsync(Request<TextRequest>(), _command.Title, TellAsync, _cancelling.Token);
            case CapabilityKind.Embedding:
                return await capabilities.EmbedAsync(Request<EmbeddingRequest>(), _command.Title, TellAsync, _cancelling.Token);
            default:
                foreach (var model in await capabilities.ListAsync(_cancelling.Token))
                {
                    await TellAsync(model);
                }

                return null;
        }
    }

    private T Request<T>() => JsonSerializer.Deserialize<T>(_request.Span, CapabilityJson.Options) ?? throw new InvalidDataException("The request is null.");

    private ValueTask TellAsync<T>(T piece)
    {
        _line.ResetWrittenCount();
        CapabilityJson.WriteLine(_line, piece);
        _window.Tell(_line.WrittenCount);
        _post.Add(_line.WrittenSpan);
        return _window.RoomAsync(_cancelling.Token);
    }

    private async ValueTask TellAsync(Embeddings embeddings)
    {
        _tokens = embeddings.Tokens;
        var vectors = embeddings.Vectors;
        for (var (at, width) = (0, vectors.Count == 0 ? 0 : vectors[0].Length); at < vectors.Count;)
        {
            var count = Math.Min(vectors.Count - at, Math.Max(1, MostInOne / Math.Max(1, width * sizeof(float))));
            var bytes = new byte[count * width * sizeof(float)];
            for (var i = 0; i < count; i++)
            {
                Write(vectors[at + i].Span, width, bytes.AsSpan(i * width * sizeof(float)));
            }

            // Letters are written before posts, so all vectors are out before the end is told.
            _window.Tell(bytes.Length);
            _outbox.Tell(new VectorsTold(_command.Call, width), bytes);
            await _window.RoomAsync(_cancelling.Token);
            at += count;
        }
    }

    private static void Write(ReadOnlySpan<float> vector, int width, Span<byte> bytes)
    {
        if (vector.Length != width)
        {
            throw new NodeFailure($"The plugin gave vectors of {width} and of {vector.Length} numbers for one request; all have to be of one length.");
        }

        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(vector).CopyTo(bytes);
            return;
        }

        for (var i = 0; i < width; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], vector[i]);
        }
    }
}
