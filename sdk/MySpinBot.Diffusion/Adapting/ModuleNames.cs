using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>The modules of a network by every name that LoRAs have for them: diffusers' own, and for a UNet those of the original repositories, all joined by underscores.</summary>
internal sealed partial class ModuleNames
{
    private static readonly (string Here, string There)[] Outside =
    [
        ("conv_in", "input_blocks_0_0"), ("time_embedding_linear_1", "time_embed_0"), ("time_embedding_linear_2", "time_embed_2"), ("conv_out", "out_2"),
        ("add_embedding_linear_1", "label_emb_0_0"), ("add_embedding_linear_2", "label_emb_0_2"),
    ];

    private static readonly (string Here, string There)[] Residual = [("conv1", "in_layers_2"), ("time_emb_proj", "emb_layers_1"), ("conv2", "out_layers_3"), ("conv_shortcut", "skip_connection")];

    private readonly Dictionary<string, TensorEntry> _weights = new(StringComparer.Ordinal);

    /// <param name="network">A network's tensors under diffusers' names.</param>
    public ModuleNames(ITensors network)
    {
        const string weight = ".weight";
        var layers = 0;
        while (network.TryGet(string.Create(CultureInfo.InvariantCulture, $"down_blocks.0.resnets.{layers}.conv1.weight"), out _))
        {
            layers++;
        }

        foreach (var entry in network.Entries)
        {
            if (entry.Name.EndsWith(weight, StringComparison.Ordinal) && entry.Shape.Length >= 2)
            {
                var module = entry.Name[..^weight.Length];
                _weights.TryAdd(LoraNames.Plain(module), entry);
                if (layers > 0 && Original(network, module, layers) is { } original)
                {
                    _weights.TryAdd(original, entry);
                }
            }
        }
    }

    /// <summary>The weights of a module; null where the network has none of the name.</summary>
    public TensorEntry? Find(string module) => _weights.GetValueOrDefault(module);

    // The original repositories number all blocks through: each level has as many residual blocks as the first and, but for the last, one that changes the size.
    private static string? Original(ITensors network, string module, int layers)
    {
        if (Array.Find(Outside, pair => pair.Here == module.Replace('.', '_')) is { There: { } outside })
        {
            return outside;
        }

        if (Block().Match(module) is not { Success: true } match)
        {
            return null;
        }

        var (kind, rest) = (match.Groups["kind"].Value, match.Groups["rest"].Value);
        var item = int.Parse(match.Groups["item"].Value, CultureInfo.InvariantCulture);
        var within = kind == "resnets" ? Array.Find(Residual, pair => pair.Here == rest).There : LoraNames.Plain(rest);
        if (within is null)
        {
            return null;
        }

        if (!match.Groups["level"].Success)
        {
            return string.Create(CultureInfo.InvariantCulture, $"middle_block_{(2 * item) + (kind == "resnets" ? 0 : 1)}_{within}");
        }

        var level = int.Parse(match.Groups["level"].Value, CultureInfo.InvariantCulture);
        var isDown = match.Groups["way"].ValueSpan is "down";
        var first = isDown ? 1 + (level * (layers + 1)) : level * (layers + 1);
        return kind switch
        {
            "resnets" => string.Create(CultureInfo.InvariantCulture, $"{(isDown ? "input" : "output")}_blocks_{first + item}_0_{within}"),
            "attentions" => string.Create(CultureInfo.InvariantCulture, $"{(isDown ? "input" : "output")}_blocks_{first + item}_1_{within}"),
            "downsamplers" => string.Create(CultureInfo.InvariantCulture, $"input_blocks_{first + layers}_0_op"),

            // Behind the transformer of its block, where that has one.
            _ => string.Create(CultureInfo.InvariantCulture, $"output_blocks_{first + layers}_{(network.TryGet($"up_blocks.{level}.attentions.0.proj_in.weight", out _) ? 2 : 1)}_conv"),
        };
    }

    [GeneratedRegex(@"^(?:(?<way>down|up)_blocks\.(?<level>\d{1,3})|mid_block)\.(?<kind>resnets|attentions|downsamplers|upsamplers)\.(?<item>\d{1,3})\.(?<rest>.+)$")]
    private static partial Regex Block();
}
