using System.Text.Json.Serialization;

namespace MySpinBot.Core.Messages.Calling;

/// <summary>What of a plugin is called.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CapabilityKind>))]
public enum CapabilityKind
{
    /// <summary>It writes text: <see cref="Sdk.ITextGenerator"/>. The request is a <see cref="Sdk.TextRequest"/>, what is told <see cref="Sdk.TextPiece"/>s.</summary>
    Text,

    /// <summary>It makes vectors of texts: <see cref="Sdk.IEmbedder"/>. The request is a <see cref="Sdk.EmbeddingRequest"/>, what is told are floats.</summary>
    Embedding,

    /// <summary>What models there are of the two kinds. There is no request; what is told are <see cref="CapableModel"/>s.</summary>
    Models,
}

/// <summary>A model that is offered, and for what.</summary>
/// <param name="Kind">For what.</param>
/// <param name="Name">Its name in requests.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="ChangedAt">When its file was last written.</param>
/// <param name="Bytes">The file's size.</param>
public sealed record CapableModel(CapabilityKind Kind, string Name, string Owner, DateTimeOffset? ChangedAt, long? Bytes);

/// <summary>Why a call of a capability came to nothing.</summary>
/// <param name="Kind">Who is at fault.</param>
/// <param name="Sentence">For people.</param>
/// <param name="Field">The field of the request at fault, as the Sdk calls it; null for none.</param>
/// <param name="Code">For programs, see <see cref="Sdk.NodeFailure.Code"/>.</param>
public sealed record CallFault(CallFaultKind Kind, string Sentence, string? Field = null, string? Code = null);

/// <summary>Who is at fault where a call came to nothing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallFaultKind>))]
public enum CallFaultKind
{
    /// <summary>The request: another one might do.</summary>
    Request,

    /// <summary>The plugin or what it needs: it may be as wrong the next time.</summary>
    Plugin,

    /// <summary>There was no memory left.</summary>
    Memory,

    /// <summary>The worker ends; another will do it.</summary>
    Worker,
}
