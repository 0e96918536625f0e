namespace MySpinBot.ComfyBehaviour;

/// <summary>Something that runs prompts as ComfyUI does: the engine in this process, or a server behind its port.</summary>
public interface IComfyPlace
{
    /// <summary>Whether what a prompt has made is known to the next one.</summary>
    bool Remembers { get; }

    /// <summary>Whether nodes are known by their recipes only, so that what hangs on a changed node is made again even if it is given the same.</summary>
    bool GoesByRecipeOnly { get; }

    /// <summary>Runs a prompt to its end.</summary>
    /// <param name="prompt">The prompt, in ComfyUI's API format.</param>
    /// <param name="targets">The output nodes to make; null for all.</param>
    /// <exception cref="PromptRefusedException">None of its outputs can be made.</exception>
    /// <exception cref="PromptFailedException">A node failed.</exception>
    Task<RanPrompt> RunAsync(string prompt, IReadOnlyList<string>? targets);
}

/// <summary>What a prompt came to.</summary>
/// <param name="Ran">Ids of the nodes that ran.</param>
/// <param name="Cached">Ids of the nodes whose results were known.</param>
/// <param name="Outputs">What nodes showed: pictures as PNG, by node.</param>
public sealed record RanPrompt(IReadOnlySet<string> Ran, IReadOnlySet<string> Cached, IReadOnlyDictionary<string, IReadOnlyList<byte[]>> Outputs);

/// <summary>Nothing of the prompt can run.</summary>
public sealed class PromptRefusedException(string message) : Exception(message);

/// <summary>A node of the prompt failed.</summary>
public sealed class PromptFailedException(string nodeId, string nodeType, string message) : Exception(message)
{
    public string NodeId => nodeId;

    public string NodeType => nodeType;
}
