using System.ComponentModel.DataAnnotations;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Language models out of files.</summary>
/// <param name="settings">What the host's plugins.json says of models.</param>
public sealed class LlmLoaderNode(ModelSettings settings)
{
    private const string AsSet = "auto";

    /// <summary>Chooses a language model: a GGUF file, which is computed here.</summary>
    /// <remarks>Any GGUF that llama.cpp knows: Llama, Mistral, Qwen, Gemma, Phi, DeepSeek and many more, in any quantisation. Nothing is loaded yet: a node that uses the model does that. It then lies on the shelf for all jobs
    /// and for those who ask over HTTP, and is computed for many of them at once. The head of the file is read and checked, and a file in parts is chosen by its first (<c>-00001-of-00003.gguf</c>).
    /// What is left at 0 or auto is as plugins.json says for the model, or else as the model itself has it.</remarks>
    /// <param name="modelName">The model: a .gguf file of the models folder <c>llm</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="context">How many tokens prompts and answers may have, of all that are computed at once together; 0 for what the model was trained with, 8192 at most. More takes more memory.</param>
    /// <param name="sequences">How many texts are computed at once; others wait. 0 for 8.</param>
    /// <param name="device">Where it computes: auto for the best device there is, else <c>cpu</c>, <c>cuda:0</c>, <c>vulkan:0</c>.</param>
    /// <param name="deviceLayers">How many of its layers lie on the device, the others staying with the processor; -1 for as many as fit.</param>
    /// <param name="cache">What is kept of each token: f16 as usual; q8 takes half the memory, f32 twice as much.</param>
    /// <param name="ropeScaling">How positions are stretched beyond what the model was trained with.</param>
    /// <param name="ropeBase">Base of rotary positions; 0 for the model's.</param>
    /// <param name="ropeScale">What positions are multiplied by, 0.5 for twice the context; 0 for the model's.</param>
    /// <param name="threads">Threads of the processor; 0 for as many as are free.</param>
    /// <returns>The model.</returns>
    [Node("LlmLoader", Title = "Load language model", Category = "llm/models", Search = "gguf,llama.cpp,language model,chat model,load llm,qwen,llama,mistral,gemma", Lane = Lane.Io, Fingerprint = nameof(Set), Validate = nameof(Faults))]
    public LanguageModel Load(
        [FileFrom(ModelSettings.Folder, Extensions = ".gguf")] FileReference modelName,
        CancellationToken cancellation,
        [Range(0, MostTokens)] int context = 0,
        [Range(0, 256)] int sequences = 0,
        string device = AsSet,
        [Range(-1, 10_000)] int deviceLayers = -1,
        [Input(Advanced = true)] KeptAs cache = KeptAs.Auto,
        [Input(Advanced = true)] PositionScaling ropeScaling = PositionScaling.Auto,
        [Range(0.0, 1e12), Input(Advanced = true)] double ropeBase = 0,
        [Range(0.0, 1000.0), Input(Advanced = true)] double ropeScale = 0,
        [Range(0, 512), Input(Advanced = true)] int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        cancellation.ThrowIfCancellationRequested();
        Check(modelName.Path);
        var set = settings.Of(ModelSettings.NameOf(modelName.Path));
        var options = set with
        {
            Context = context > 0 ? context : set.Context,
            Sequences = sequences > 0 ? sequences : set.Sequences,
            Device = device is "" or AsSet ? set.Device : device,
            DeviceLayers = deviceLayers >= 0 ? deviceLayers : set.DeviceLayers,
            Cache = cache == KeptAs.Auto ? set.Cache : (CacheType)(cache - 1),
            RopeScaling = ropeScaling == PositionScaling.Auto ? set.RopeScaling : (RopeScaling)(ropeScaling - 1),
            RopeBase = ropeBase > 0 ? ropeBase : set.RopeBase,
            RopeScale = ropeScale > 0 ? ropeScale : set.RopeScale,
            Threads = threads > 0 ? threads : set.Threads,
        };
        return new LanguageModel([new LocalSource(new WeightFile(ModelSettings.Folder, modelName.Id, modelName.Length), options)]);
    }

    // What is no model is told where it was chosen, not where it is used.
    private static void Check(string path)
    {
        try
        {
            GgufModelFile.Read(path);
        }
        catch (NodeFailure failure)
        {
            throw Failures.At("model_name", failure.Message, failure.InnerException);
        }
    }

    /// <summary>The most tokens of a context: no model has more.</summary>
    internal const int MostTokens = 16_777_216;

    internal string Set(FileReference? modelName) => settings.Print(modelName is null ? null : ModelSettings.NameOf(modelName.Path));

    internal static IEnumerable<InputFault> Faults(string? device)
        => device is null or "" || DeviceNames.IsOne(device) ? [] : [new InputFault("device", DeviceNames.Sentence("device", device))];
}

/// <summary>What is kept of each token, and for whom to say.</summary>
public enum KeptAs
{
    /// <summary>As plugins.json says; else 16-bit floats.</summary>
    [Choice("auto")]
    Auto,

    /// <summary>16-bit floats.</summary>
    [Choice("f16")]
    F16,

    /// <summary>32-bit floats.</summary>
    [Choice("f32")]
    F32,

    /// <summary>8 bits, in blocks of 32.</summary>
    [Choice("q8")]
    Q8,
}

/// <summary>How positions are stretched, and for whom to say.</summary>
public enum PositionScaling
{
    /// <summary>As plugins.json says; else as the model's file does.</summary>
    [Choice("auto")]
    Auto,

    /// <summary>As the model's file says.</summary>
    [Choice("model")]
    FromModel,

    /// <summary>Not at all.</summary>
    [Choice("none")]
    None,

    /// <summary>Evenly (Chen et al. 2023).</summary>
    [Choice("linear")]
    Linear,

    /// <summary>YaRN (Peng et al. 2023).</summary>
    [Choice("yarn")]
    Yarn,
}
