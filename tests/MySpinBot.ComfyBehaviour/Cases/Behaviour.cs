using System.Runtime.CompilerServices;

namespace MySpinBot.ComfyBehaviour;

/// <summary>What ComfyUI does with prompts, case by case. The cases of a class share a place, as the cases of ComfyUI's own suite share a server.</summary>
public abstract partial class Behaviour(IComfyPlace place)
{
    private bool Remembers => place.Remembers;

    /// <summary>A prompt that is named after its case.</summary>
    private static Prompt New([CallerMemberName] string name = "") => new(name);

    private async Task<Result> Run(Prompt prompt, params IReadOnlyList<PromptNode>? targets)
        => new(await place.RunAsync(prompt.Json().ToJsonString(), targets is { Count: > 0 } ? [.. targets.Select(node => node.Id)] : null));

    private async Task ShouldBeRefused(Prompt prompt) => await Should.ThrowAsync<PromptRefusedException>(() => Run(prompt));

    private async Task<PromptFailedException> ShouldFail(Prompt prompt) => await Should.ThrowAsync<PromptFailedException>(() => Run(prompt));
}
