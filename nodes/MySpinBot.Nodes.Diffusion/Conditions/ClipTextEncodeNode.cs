using MySpinBot.Diffusion;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Diffusion;

/// <summary>Prompts.</summary>
/// <param name="weights">Where files of learnt words are found.</param>
public sealed class ClipTextEncodeNode(IWeightFiles weights)
{
    /// <summary>Turns a prompt into what guides a model towards a picture.</summary>
    /// <remarks>Weights: <c>(so)</c> counts 1.1 times, <c>(so:1.3)</c> counts 1.3, and parentheses in parentheses multiply; <c>\(</c> and <c>\)</c> are parentheses and no more.
    /// Learnt words (textual inversions): <c>embedding:name</c> names a file in the folder <c>embeddings</c>, with or without what it ends with. One that is not there counts for nothing, and the log says so.
    /// A prompt of more than 75 tokens is encoded in parts of 75, one after the other.</remarks>
    /// <param name="text">The prompt.</param>
    /// <param name="clip">The text encoder.</param>
    /// <param name="context">Where the model and memory come from.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What the picture is to show.</returns>
    [Node("CLIPTextEncode", Title = "CLIP Text Encode (Prompt)", Category = "model/conditioning", Search = "text,prompt,text prompt,positive prompt,negative prompt,encode text,text encoder,encode prompt",
        Lane = Lane.Device, Repeatability = Repeatability.SameMachine, Fingerprint = nameof(LearntAsync))]
    public async Task<Conditioning> EncodeAsync([Input(Multiline = true)] string text, TextEncoder clip, NodeContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var encoding = await TextEncoding.OpenAsync(clip, context, cancellation);
        return new Conditioning([await encoding.EncodeAsync(text, cancellation)]);
    }

    // What the words are that the prompt names: a file that was replaced under its name is another word. A prompt that comes over a link may name any of them.
    internal async Task<string?> LearntAsync(string? text) => await LearntWords.PrintAsync(text, weights, CancellationToken.None);
}
