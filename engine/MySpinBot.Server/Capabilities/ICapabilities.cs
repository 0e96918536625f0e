using MySpinBot.Core.Messages.Calling;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Capabilities;

/// <summary>What plugins offer to whoever asks the server, beside nodes.</summary>
internal interface ICapabilities
{
    /// <summary>Writes text. Ending the enumeration ends the work.</summary>
    /// <param name="request">What.</param>
    /// <param name="owner">Who asks.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CapabilityRefusal">It came to nothing.</exception>
    /// <exception cref="ServerRefusal">It was not begun.</exception>
    IAsyncEnumerable<TextPiece> WriteAsync(TextRequest request, string owner, CancellationToken cancellation);

    /// <summary>Makes vectors of texts.</summary>
    /// <exception cref="CapabilityRefusal">It came to nothing.</exception>
    /// <exception cref="ServerRefusal">It was not begun.</exception>
    Task<Embeddings> EmbedAsync(EmbeddingRequest request, string owner, CancellationToken cancellation);

    /// <summary>All models that there are.</summary>
    /// <exception cref="ServerRefusal">Nobody can tell now.</exception>
    Task<IReadOnlyList<CapableModel>> ListAsync(string owner, CancellationToken cancellation);
}

/// <summary>A call of a capability came to nothing.</summary>
/// <param name="fault">Why.</param>
internal sealed class CapabilityRefusal(CallFault fault) : Exception(fault.Sentence)
{
    /// <summary>Why.</summary>
    public CallFault Fault { get; } = fault;
}
