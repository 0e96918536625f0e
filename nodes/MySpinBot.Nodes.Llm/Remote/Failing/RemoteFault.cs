namespace MySpinBot.Nodes.Llm.Remote.Failing;

/// <summary>Another server did not do what it was asked for. The sentence names the server, and no keys.</summary>
internal sealed class RemoteFault(string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    /// <summary>Whether it may be different in a moment: nobody answered, the server was too busy, or it broke off.</summary>
    public bool IsPassing { get; init; }

    /// <summary>After what time the server wants to be asked again; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The field of the request that is at fault; null where it is none of them.</summary>
    public string? Field { get; init; }

    /// <summary>What kind of fault it is, as <see cref="Sdk.NodeFailure.Code"/> has it.</summary>
    public string? Code { get; init; }
}
