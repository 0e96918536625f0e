using System.Text.Json;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>How a CLIP vision network is made: read from its weights' shapes, and from its configuration where there is one.</summary>
internal static class ClipVisionReading
{
    // From ViT-L on, every network that was published has sixteen heads: 80 channels each in ViT-H, 104 in ViT-bigG. The smaller ones have 64 channels a head.
    private const int UsualHeads = 16;
    private const int UsualHeadWidth = 64;

    // OpenAI's networks, which stop at ViT-L, are trained with the quick form; OpenCLIP's larger ones with the exact one.
    private const int WidestOfOpenAI = 1024;

    private const int MostLayers = 1024;

    /// <summary>Reads it.</summary>
    /// <param name="named">The weights, under the names of transformers.</param>
    /// <param name="config">What stands in <c>config.json</c>; null where there is none.</param>
    /// <exception cref="CheckpointException">Weights are missing or do not fit together, or the configuration is of another network.</exception>
    public static ClipVisionConfig Read(ITensors named, JsonElement? config = null)
    {
        ArgumentNullException.ThrowIfNull(named);
        var (patches, positions) = (named.Get("vision_model.embeddings.patch_embedding.weight"), named.Get("vision_model.embeddings.position_embedding.weight"));
        if (patches.Shape is not [var width, 3, var side, var alike] || side != alike || positions.Shape is not [var tokens, var positionWidth] || positionWidth != width || width > ushort.MaxValue || side > ushort.MaxValue)
        {
            throw new CheckpointException($"This CLIP vision network has patches of the shape [{string.Join(", ", patches.Shape)}] and positions of [{string.Join(", ", positions.Shape)}]; [width, 3, side, side] and [1 + patches, width] would be right.");
        }

        var across = (long)Math.Round(Math.Sqrt(tokens - 1));
        if (tokens < 2 || across * across != tokens - 1 || across * side > 8192)
        {
            throw new CheckpointException($"This CLIP vision network has {tokens} positions; one, and one for each patch of a square picture, would be right.");
        }

        var layers = 0;
        while (layers < MostLayers && named.TryGet($"vision_model.encoder.layers.{layers}.self_attn.q_proj.weight", out _))
        {
            layers++;
        }

        if (layers < 2)
        {
            throw new CheckpointException($"This CLIP vision network has {layers} layers; two at least would be right.");
        }

        if (named.Get("visual_projection.weight").Shape is not [var projected, var projectedFrom] || projectedFrom != width)
        {
            throw new CheckpointException($"This CLIP vision network has vectors of {width} numbers, and a projection of the shape [{string.Join(", ", named.Get("visual_projection.weight").Shape)}]; [projected, {width}] would be right.");
        }

        var read = new ClipVisionConfig((int)width, layers, UsualHeadsOf((int)width), (int)(across * side), (int)side, checked((int)projected))
        {
            Activation = width <= WidestOfOpenAI ? GeluKind.Quick : GeluKind.Exact,
        };
        var told = Told(read, config);
        return told.Heads > 0 && told.Width % told.Heads == 0 ? told : throw new CheckpointException($"This CLIP vision network has vectors of {told.Width} numbers, which {told.Heads} heads cannot share evenly.");
    }

    /// <summary>Whether a configuration is of a network of this width and depth.</summary>
    public static bool Describes(JsonElement config, ClipVisionConfig read)
        => config.ValueKind == JsonValueKind.Object && Number(Vision(config), "hidden_size") is { } width && (int)width == read.Width && Number(Vision(config), "num_hidden_layers") is { } layers && (int)layers == read.Layers;

    // The configuration of a whole CLIP has one part for texts and one for pictures.
    private static JsonElement Vision(JsonElement config) => config.TryGetProperty("vision_config", out var part) && part.ValueKind == JsonValueKind.Object ? part : config;

    private static int UsualHeadsOf(int width) => width > WidestOfOpenAI && width % UsualHeads == 0 ? UsualHeads : width % UsualHeadWidth == 0 ? width / UsualHeadWidth : 1;

    private static ClipVisionConfig Told(ClipVisionConfig read, JsonElement? config)
    {
        if (config is not { ValueKind: JsonValueKind.Object } all)
        {
            return read;
        }

        var vision = Vision(all);
        if (!Describes(all, read))
        {
            throw new CheckpointException($"The config.json beside this CLIP vision network tells of {Number(vision, "num_hidden_layers")} layers of {Number(vision, "hidden_size")} numbers, and the file has {read.Layers} of {read.Width}: one of the two is of another model.");
        }

        return read with
        {
            Heads = (int)(Number(vision, "num_attention_heads") ?? read.Heads),
            NormEpsilon = Number(vision, "layer_norm_eps") is { } epsilon and > 0 and < 1 ? (float)epsilon : read.NormEpsilon,
            Activation = vision.TryGetProperty("hidden_act", out var act) ? ActivationOf(act) : read.Activation,
        };
    }

    private static double? Number(JsonElement config, string name)
        => config.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && Math.Abs(number) < int.MaxValue ? number : null;

    private static GeluKind ActivationOf(JsonElement act) => act.ValueKind == JsonValueKind.String ? act.GetString() switch
    {
        "quick_gelu" => GeluKind.Quick,
        "gelu" => GeluKind.Exact,
        var other => throw new CheckpointException($"The config.json beside this CLIP vision network names the activation '{other}'; 'gelu' or 'quick_gelu' would be right."),
    }
    : GeluKind.Exact;
}
