using System.ComponentModel.DataAnnotations;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>LoRAs of language models.</summary>
public static class LlmAdapterNode
{
    /// <summary>Changes a language model by an adapter (LoRA). Several may follow one another.</summary>
    /// <remarks>The adapter is a GGUF file that was made for this model. Beside the model without it, this is another one: both lie in memory while both are used.</remarks>
    /// <param name="model">The model that is changed; of one with several sources, those that are files.</param>
    /// <param name="adapterName">The adapter: a .gguf file of the models folder <c>loras</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="strength">How strongly it is changed; may be negative.</param>
    /// <returns>The changed model.</returns>
    [Node("LlmAdapter", Title = "Load LoRA (language model)", Category = "llm/models", Search = "lora,adapter,fine-tuning,load lora", Lane = Lane.Io)]
    public static LanguageModel Load(
        LanguageModel model,
        [FileFrom("loras", Extensions = ".gguf")] FileReference adapterName,
        CancellationToken cancellation,
        [Range(-100.0, 100.0), Input(Step = 0.05)] double strength = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(adapterName);
        cancellation.ThrowIfCancellationRequested();
        if (!model.Sources.Any(source => source is LocalSource))
        {
            throw Failures.At("model", "The model is another server's, which computes it as it likes; an adapter takes a model out of a file.");
        }

        var adapter = new LlamaAdapter(new WeightFile("loras", adapterName.Id, adapterName.Length), strength);
        return new LanguageModel([.. model.Sources.Select(source => source is LocalSource local ? local with { Options = local.Options with { Adapters = local.Options.Adapters.Add(adapter) } } : source)]);
    }
}
