using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>What diffusers' <c>config.json</c> says of a UNet. What it says otherwise than the networks that are built here is refused, so that nothing runs as what it is not.</summary>
internal sealed class UNetJson(JsonElement json)
{
    private const float UsualEpsilon = 1e-5f;

    // What has one right value: anything else would be another network.
    private static readonly (string Name, string Right)[] Fixed =
    [
        ("act_fn", "silu"), ("flip_sin_to_cos", "true"), ("freq_shift", "0"), ("center_input_sample", "false"), ("dual_cross_attention", "false"), ("only_cross_attention", "false"), ("resnet_time_scale_shift", "default"),
        ("resnet_skip_time_act", "false"), ("resnet_out_scale_factor", "1"), ("mid_block_scale_factor", "1"), ("downsample_padding", "1"), ("time_embedding_type", "positional"), ("attention_type", "default"),
        ("class_embeddings_concat", "false"),
    ];

    // What must not be there at all.
    private static readonly string[] Absent =
        ["encoder_hid_dim", "encoder_hid_dim_type", "class_embed_type", "num_class_embeds", "time_embedding_act_fn", "timestep_post_act", "time_cond_proj_dim", "cross_attention_norm", "time_embedding_dim"];

    private static readonly string[] Blocks =
        ["CrossAttnDownBlock2D", "DownBlock2D", "UNetMidBlock2DCrossAttn", "UpBlock2D", "CrossAttnUpBlock2D"];

    /// <summary>Heads: <c>attention_head_dim</c> is how many there are in spite of its name, unless <c>num_attention_heads</c> is there.</summary>
    public HeadRule? Heads => (Numbers("num_attention_heads") ?? Numbers("attention_head_dim")) is { } counts ? HeadRule.OfCount(counts) : null;

    public int? Groups => Number("norm_num_groups") is { } groups and >= 1 ? (int)groups : null;

    public float Epsilon => (float)(Number("norm_eps") ?? UsualEpsilon);

    public int? SizeWidth => Number("addition_time_embed_dim") is { } width and >= 2 ? (int)width : null;

    /// <summary>Whether the weights are those of the description, and it is one of a network that is built.</summary>
    public void Check(ImmutableArray<int> channels, int inChannels, int outChannels)
    {
        if (Text("_class_name") is { } name and not "UNet2DConditionModel")
        {
            throw new CheckpointException($"This config.json describes a {name}; that of a UNet2DConditionModel would be right.");
        }

        if (Numbers("block_out_channels") is { } described && !described.SequenceEqual(channels))
        {
            throw new CheckpointException($"The config.json describes a UNet with {string.Join("/", described)} channels, and its weights have {string.Join("/", channels)}: the two do not belong together.");
        }

        Same("in_channels", inChannels);
        Same("out_channels", outChannels);
        foreach (var (setting, right) in Fixed)
        {
            if (Text(setting) is { } said && said != right && !IsSameNumber(said, right))
            {
                throw new CheckpointException($"This UNet's config.json says {setting} = {said}; networks with {right} are built here.");
            }
        }

        if (Array.Find(Absent, setting => Text(setting) is not null) is { } extra)
        {
            throw new CheckpointException($"This UNet's config.json says {extra} = {Text(extra)}; networks without it are built here.");
        }

        CheckBlocks();
    }

    private void CheckBlocks()
    {
        foreach (var setting in (string[])["down_block_types", "mid_block_type", "up_block_types"])
        {
            if (!json.TryGetProperty(setting, out var value))
            {
                continue;
            }

            var kinds = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(each => each.ToString()) : [value.ToString()];
            if (kinds.FirstOrDefault(kind => kind.Length > 0 && !Blocks.Contains(kind)) is { } unknown)
            {
                throw new CheckpointException($"This UNet has a {unknown}; blocks that are built here are {string.Join(", ", Blocks)}.");
            }
        }
    }

    private void Same(string setting, int there)
    {
        if (Number(setting) is { } said && said != there)
        {
            throw new CheckpointException($"The config.json describes a UNet with {setting} = {said.ToString(CultureInfo.InvariantCulture)}, and its weights have {there}: the two do not belong together.");
        }
    }

    private string? Text(string setting)
        => json.TryGetProperty(setting, out var value) && value.ValueKind != JsonValueKind.Null ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? (value.GetBoolean() ? "true" : "false") : value.ToString() : null;

    private double? Number(string setting) => json.TryGetProperty(setting, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    private ImmutableArray<int>? Numbers(string setting)
    {
        if (!json.TryGetProperty(setting, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out var one) => [one],
            JsonValueKind.Array when value.GetArrayLength() is > 0 and <= 64 && value.EnumerateArray().All(each => each.ValueKind == JsonValueKind.Number && each.TryGetInt32(out _)) => [.. value.EnumerateArray().Select(each => each.GetInt32())],
            JsonValueKind.Null => null,
            _ => throw new CheckpointException($"This config.json says {setting} = {value}; a whole number, or one for each level, would be right."),
        };
    }

    private static bool IsSameNumber(string said, string right)
        => double.TryParse(said, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && double.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var b) && a == b;
}
