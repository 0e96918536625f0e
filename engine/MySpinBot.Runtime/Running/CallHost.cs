using System.Text.Json;
using MySpinBot.Runtime.Memory;
using MySpinBot.Runtime.Outputs;
using MySpinBot.Runtime.Weights;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Running;

/// <summary>What all calls of a run share.</summary>
internal sealed record CallHost
{
    public required TimeProvider Time { get; init; }

    public required IArtifacts Artifacts { get; init; }

    public required OutputFolder Outputs { get; init; }

    public required ModelShelf Shelf { get; init; }

    /// <summary>Models by what is in them.</summary>
    public required WeightSearch Weights { get; init; }

    public required IHostTools Tools { get; init; }

    public required EventStream Events { get; init; }

    /// <summary>Gives the secret of a name, or null.</summary>
    public required Func<string, string?> Secrets { get; init; }

    /// <summary>The document as it was submitted; null for none.</summary>
    public JsonElement? Document { get; init; }

    /// <summary>What is to be embedded in saved files beside the graph; null for nothing.</summary>
    public JsonElement? ExtraPngInfo { get; init; }

    /// <summary>Where calls are noted while they run; null for nowhere.</summary>
    public CallBook? Book { get; init; }

    /// <summary>The job that they are noted under.</summary>
    public Guid? Job { get; init; }

    /// <summary>The graph in ComfyUI's API format, written when the first node asks for it.</summary>
    public required Lazy<JsonElement> Prompt { get; init; }
}
