using System.Text.RegularExpressions;

namespace MySpinBot.Diffusion;

/// <summary>What a tensor of a LoRA is for, told by its name: in those of kohya's scripts (<c>lora_unet_…_to_q.lora_down.weight</c>), of diffusers, old (<c>….processor.to_q_lora.down.weight</c>) and new (<c>unet.….to_q.lora.down.weight</c>),
/// and of PEFT (<c>base_model.model.….to_q.lora_A.weight</c>).</summary>
internal static partial class LoraNames
{
    private static readonly (string Ending, LoraRole Role)[] Endings =
    [
        (".lora_down.weight", LoraRole.Down), (".lora_up.weight", LoraRole.Up), (".lora_mid.weight", LoraRole.Middle), (".alpha", LoraRole.Alpha),
        (".lora.down.weight", LoraRole.Down), (".lora.up.weight", LoraRole.Up), ("_lora.down.weight", LoraRole.Down), ("_lora.up.weight", LoraRole.Up),
        (".lora_linear_layer.down.weight", LoraRole.Down), (".lora_linear_layer.up.weight", LoraRole.Up),
    ];

    // Kohya's first, since theirs have no dots.
    private static readonly (string Prefix, int? Tower)[] Prefixes =
    [
        ("lora_unet_", -1), ("lora_te_", 0), ("lora_te1_", 0), ("lora_te2_", 1),
        ("unet.", -1), ("text_encoder.", 0), ("text_encoder_2.", 1), ("model.diffusion_model.", -1), ("diffusion_model.", -1),
    ];

    /// <summary>What a tensor is for; null where it is no part of a LoRA.</summary>
    public static LoraName? Read(string name)
    {
        var (module, role) = Split(name);
        if (module is null)
        {
            return null;
        }

        // PEFT's wrapping says nothing of what was wrapped.
        module = module.StartsWith("base_model.model.", StringComparison.Ordinal) ? module["base_model.model.".Length..] : module;
        foreach (var (prefix, tower) in Prefixes)
        {
            if (module.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new LoraName(new LoraPart(tower!.Value), Plain(module[prefix.Length..]), role);
            }
        }

        return new LoraName(module.StartsWith("text_model", StringComparison.Ordinal) ? LoraPart.Text(0) : LoraPart.Network, Plain(module), role);
    }

    /// <summary>The name of a module without what sets one naming apart from another: all its parts joined by underscores, as kohya's scripts write it.</summary>
    public static string Plain(string module)
    {
        module = module.Replace(".processor.", ".", StringComparison.Ordinal);
        if (module.Contains("self_attn.to_", StringComparison.Ordinal))
        {
            // The first LoRAs of diffusers called a text encoder's projections as those of the other network.
            module = module.Replace("self_attn.to_out", "self_attn.out_proj", StringComparison.Ordinal);
            module = TextProjection().Replace(module, "self_attn.$1_proj");
        }

        module = module.EndsWith(".to_out", StringComparison.Ordinal) ? $"{module}.0" : module;
        return module.Replace('.', '_');
    }

    private static (string? Module, LoraRole Role) Split(string name)
    {
        foreach (var (ending, role) in Endings)
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                return (name[..^ending.Length], role);
            }
        }

        return Peft().Match(name) is { Success: true } peft ? (name[..peft.Index], peft.Groups[1].ValueSpan is "A" ? LoraRole.Down : LoraRole.Up) : (null, default);
    }

    // With the name of the adapter, or without.
    [GeneratedRegex(@"\.lora_([AB])(?:\.[^.]+)?\.weight$")]
    private static partial Regex Peft();

    [GeneratedRegex(@"self_attn\.to_([qkv])\b")]
    private static partial Regex TextProjection();
}

/// <summary>What a tensor of a LoRA is for.</summary>
/// <param name="Part">What of the model it changes.</param>
/// <param name="Module">The module that it changes, its parts joined by underscores.</param>
/// <param name="Role">What it is in the change.</param>
internal sealed record LoraName(LoraPart Part, string Module, LoraRole Role);

/// <summary>What a tensor is in a change of low rank.</summary>
internal enum LoraRole
{
    /// <summary>The matrix that makes small, [rank, in, …].</summary>
    Down,

    /// <summary>The matrix that makes large, [out, rank, …].</summary>
    Up,

    /// <summary>The core between both, where a convolution was taken apart (Tucker), [rank, rank, height, width].</summary>
    Middle,

    /// <summary>What the change is multiplied by, as a multiple of the rank.</summary>
    Alpha,
}
