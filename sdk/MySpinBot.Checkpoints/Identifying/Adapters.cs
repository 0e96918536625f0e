namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Small changes to large models: LoRA in the names of kohya's scripts, of diffusers, and of PEFT; LoHa and LoKr, which are only named.</summary>
internal static class Adapters
{
    // The matrix that makes small, [rank, in, …], and what such names are called.
    private static readonly (string Ending, string Names)[] Down =
    [
        (".lora_down.weight", "kohya"), (".lora.down.weight", "diffusers"), ("_lora.down.weight", "diffusers"), (".lora_A.weight", "PEFT"), (".lora_A.default.weight", "PEFT"), (".lora_linear_layer.down.weight", "diffusers"),
    ];

    public static ModelIdentity? Look(Keys keys)
    {
        var (names, modules, lowest, highest) = ("", 0, long.MaxValue, 0L);
        long? context = null;
        var (hasUnet, hasText, hasSecondText, hasConvolutions) = (false, false, false, false);
        foreach (var entry in keys.Entries)
        {
            if (entry.Name.Contains(".hada_w1_", StringComparison.Ordinal) || entry.Name.Contains(".lokr_w", StringComparison.Ordinal))
            {
                return Named("lycoris", entry.Name.Contains(".hada_w1_", StringComparison.Ordinal) ? "LoHa (LyCORIS)" : "LoKr (LyCORIS)");
            }

            if (NamesOf(entry.Name) is not { } given || entry.Shape.Length < 2)
            {
                continue;
            }

            (names, modules) = (given, modules + 1);
            (lowest, highest) = (Math.Min(lowest, entry.Shape[0]), Math.Max(highest, entry.Shape[0]));
            hasConvolutions |= entry.Shape.Length == 4 && entry.Shape[2] > 1;
            hasSecondText |= entry.Name.StartsWith("lora_te2_", StringComparison.Ordinal) || entry.Name.StartsWith("text_encoder_2.", StringComparison.Ordinal);
            hasText |= entry.Name.StartsWith("lora_te", StringComparison.Ordinal) || entry.Name.Contains("text_model", StringComparison.Ordinal) || entry.Name.StartsWith("text_encoder", StringComparison.Ordinal);
            hasUnet |= entry.Name.Contains("down_blocks", StringComparison.Ordinal) || entry.Name.Contains("input_blocks", StringComparison.Ordinal) || entry.Name.StartsWith("lora_unet", StringComparison.Ordinal) || entry.Name.StartsWith("unet.", StringComparison.Ordinal);
            if (context is null && entry.Name.Contains("attn2", StringComparison.Ordinal) && entry.Name.Contains("to_k", StringComparison.Ordinal))
            {
                context = entry.Shape[1];
            }
        }

        return modules == 0 ? null : Runs(
            "lora", $"LoRA in the names of {names}", Fact("rank", lowest == highest ? $"{lowest}" : $"{lowest} to {highest}"), Fact("modules", modules), Fact("for", For(context, hasSecondText)),
            Fact("parts", hasUnet && hasText ? "denoiser and text encoder" : hasUnet ? "denoiser" : hasText ? "text encoder" : null), Fact("convolutions", hasConvolutions ? "included" : null));
    }

    private static string? NamesOf(string name)
    {
        foreach (var (ending, names) in Down)
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                return names;
            }
        }

        return null;
    }

    private static string? For(long? context, bool hasSecondText) => hasSecondText ? "Stable Diffusion XL" : context switch { 768 => "Stable Diffusion 1.x", 1024 => "Stable Diffusion 2", 2048 => "Stable Diffusion XL", _ => null };
}
