using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Language models of other servers.</summary>
/// <param name="targets">The servers that there are.</param>
public sealed class LlmRemoteNode(IOutboundTargets targets)
{
    private const int LongestName = 200;

    /// <summary>Takes a language model of another server: Ollama, LM Studio, SGLang, vLLM, llama-server, or a service on the net.</summary>
    /// <remarks>Which servers there are says the host's configuration, by name; graphs never hold an address or a key. What such a model answers is kept by what was asked of it, as anything else;
    /// but it promises nothing, and may answer otherwise another time.</remarks>
    /// <param name="target">The server, as the host's configuration names it.</param>
    /// <param name="modelName">The model, as the server names it.</param>
    /// <returns>The model.</returns>
    [Node("LlmRemote", Title = "Language model of a server", Category = "llm/models", Search = "ollama,openai,lm studio,vllm,sglang,llama-server,remote,api", Validate = nameof(Faults))]
    public LanguageModel Take(string target, string modelName)
        => targets.All.Any(known => known.Name == target) ? new([new RemoteSource(target, modelName)]) : throw Failures.At("target", Unknown(target));

    internal IEnumerable<InputFault> Faults(string? target, string? modelName)
    {
        if (target is not null && target.Trim() is { Length: 0 or > LongestName })
        {
            yield return new InputFault("target", $"'target' is the name of a server in the host's configuration, {LongestName} characters at most.");
        }

        else if (target is not null && targets.All.All(known => known.Name != target))
        {
            yield return new InputFault("target", Unknown(target));
        }

        if (modelName is not null && modelName.Trim() is { Length: 0 or > LongestName })
        {
            yield return new InputFault("model_name", $"'model_name' is the name that the server has for a model, {LongestName} characters at most.");
        }
    }

    private string Unknown(string target) => targets.All.Count == 0
        ? $"There is no server '{target}': the host's configuration names none."
        : $"There is no server '{target}'; the host's configuration names {string.Join(", ", targets.All.Select(known => known.Name))}.";
}
