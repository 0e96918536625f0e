namespace MySpinBot.Sdk;

/// <summary>A node could not do its work. The message is a whole sentence for the person who made the graph: what was wrong and what would be right.
/// Any other exception out of a node is wrapped in one of these, once, where nodes are invoked.</summary>
public sealed class NodeFailure : Exception
{
    /// <summary>A failure with its sentence.</summary>
    public NodeFailure(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its sentence and its cause.</summary>
    public NodeFailure(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>A failure that says nothing; for serialisers only.</summary>
    public NodeFailure()
        : base("The node failed.")
    {
    }

    /// <summary>Name of the input that was at fault, where one was.</summary>
    public string? Input { get; init; }

    /// <summary>What kind of failure it is, for programs that ask over HTTP, in the words of OpenAI's interface; null for none of these.
    /// <c>model_not_found</c>: there is no such model. <c>context_length_exceeded</c>: prompt and answer do not fit the context.
    /// <c>model_busy</c>: the same may be asked again in a while. <c>length</c>: the answer, whose pieces were all told, was cut by the limit of tokens before it was what was asked for.</summary>
    public string? Code { get; init; }
}
