using System.Text.Json;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>How a CLIP text network is made: read from its weights' shapes, and from its configuration where there is one.</summary>
internal static class ClipTextReading
{
    // Every text network that was published has 64 channels a head; OpenAI's are trained with the quick form of GELU, the wider ones of OpenCLIP with the exact one.
    private const int UsualHeadWidth = 64;
    private const int WidestOfOpenAI = 768;
    private const int PublishedWords = 49408;
    private const int MostLayers = 1024;
    private const int MostPositions = 1 << 16;
    private const int MostWords = 1 << 24;

    /// <summary>Reads it.</summary>
    /// <param name="named">The weights, under the names of transformers: <see cref="ClipTextNames.Official"/>.</param>
    /// <param name="config">What stands in <c>config.json</c>; null where there is none.</param>
    /// <exception cref="CheckpointException">Weights are missing or do not fit together, or the configuration is of another network.</exception>
    public static ClipTextConfig Read(ITensors named, JsonElement? config = null)
    {
        ArgumentNullException.ThrowIfNull(named);
        var (words, places) = (named.Get("text_model.embeddings.token_embedding.weight"), named.Get("text_model.embeddings.position_embedding.weight"));
        if (words.Shape is not [> 2 and <= MostWords and var vocabulary, > 0 and <= ushort.MaxValue and var width] || places.Shape is not [> 0 and <= MostPositions and var positions, var placeWidth] || placeWidth != width)
        {
            throw new CheckpointException($"This CLIP text network has words of the shape [{string.Join(", ", words.Shape)}] and positions of [{string.Join(", ", places.Shape)}]; [words, width] and [positions, width] would be right.");
        }

        var layers = 0;
        while (layers < MostLayers && named.TryGet($"text_model.encoder.layers.{layers}.self_attn.q_proj.weight", out _))
        {
            layers++;
        }

        if (layers == 0)
        {
            throw new CheckpointException("This CLIP text network has no layers; 12 or so would be right.");
        }

        var read = new ClipTextConfig((int)width, layers, width % UsualHeadWidth == 0 ? (int)width / UsualHeadWidth : 1, (int)positions, (int)vocabulary)
        {
            Activation = width <= WidestOfOpenAI ? GeluKind.Quick : GeluKind.Exact,

            // The last two of the vocabulary, behind which fine-tuned networks may have words of their own. What config.json says of them is not to be relied on: old ones name 0 and 2.
            Begin = Math.Min((int)vocabulary, PublishedWords) - 2,
            End = Math.Min((int)vocabulary, PublishedWords) - 1,
        };
        var told = Told(read, config);
        return told.Heads > 0 && told.Width % told.Heads == 0 ? told : throw new CheckpointException($"This CLIP text network has vectors of {told.Width} numbers, which {told.Heads} heads cannot share evenly.");
    }

    /// <summary>Whether a configuration is of a text network of these sizes, and not of something else that lies in the same folder.</summary>
    public static bool Describes(JsonElement config, ClipTextConfig read)
        => config.ValueKind == JsonValueKind.Object && Text(config) is var text && Number(text, "hidden_size") == read.Width && Number(text, "num_hidden_layers") == read.Layers;

    private static ClipTextConfig Told(ClipTextConfig read, JsonElement? config)
    {
        if (config is not { ValueKind: JsonValueKind.Object } all)
        {
            return read;
        }

        var text = Text(all);
        if (Number(text, "hidden_size") is { } width && width != read.Width || Number(text, "num_hidden_layers") is { } layers && layers != read.Layers)
        {
            throw new CheckpointException($"The config.json beside this CLIP text network tells of {Number(text, "num_hidden_layers")} layers of {Number(text, "hidden_size")} numbers, and the file has {read.Layers} of {read.Width}: one of the two is of another model.");
        }

        return read with
        {
            Heads = (int)(Number(text, "num_attention_heads") ?? read.Heads),
            NormEpsilon = Number(text, "layer_norm_eps") is { } epsilon and > 0 and < 1 ? (float)epsilon : read.NormEpsilon,
            Activation = text.TryGetProperty("hidden_act", out var act) && act.ValueKind == JsonValueKind.String ? ActivationOf(act.GetString()) : read.Activation,
        };
    }

    // The configuration of a whole CLIP has one part for texts and one for pictures.
    private static JsonElement Text(JsonElement config) => config.TryGetProperty("text_config", out var part) && part.ValueKind == JsonValueKind.Object ? part : config;

    private static double? Number(JsonElement config, string name)
        => config.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && Math.Abs(number) < int.MaxValue ? number : null;

    private static GeluKind ActivationOf(string? name) => name switch
    {
        "quick_gelu" => GeluKind.Quick,
        "gelu" => GeluKind.Exact,
        var other => throw new CheckpointException($"The config.json beside this CLIP text network names the activation '{other}'; 'gelu' or 'quick_gelu' would be right."),
    };
}
