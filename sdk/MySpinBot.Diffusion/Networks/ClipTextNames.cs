using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>What CLIP's text network is called: always by the names of transformers, below whatever the file it stands in puts before them.</summary>
internal static class ClipTextNames
{
    private const string Model = "text_model.";
    private const string Words = "embeddings.token_embedding.weight";
    private const string FirstLayer = "encoder.layers.0.self_attn.q_proj.weight";
    private const string Projection = "text_projection.weight";

    /// <summary>The text network among these tensors, wherever it stands, under the names of transformers; null where there is none.</summary>
    /// <exception cref="CheckpointException">Two tensors would have the same name.</exception>
    public static ITensors? Official(ITensors tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (Prefix(tensors) is not { } prefix)
        {
            return null;
        }

        // Some old files have no "text_model." where it belongs. The projection stands beside it, not below.
        var outer = prefix.EndsWith(Model, StringComparison.Ordinal) ? prefix[..^Model.Length] : prefix;
        return prefix == Model ? tensors
            : new RenamedTensors(tensors, name => name == outer + Projection ? Projection : name.StartsWith(prefix, StringComparison.Ordinal) ? Model + name[prefix.Length..] : null);
    }

    private static string? Prefix(ITensors tensors)
    {
        foreach (var entry in tensors.Entries)
        {
            if (entry.Name.EndsWith(Words, StringComparison.Ordinal) && entry.Name[..^Words.Length] is var prefix && (prefix.Length == 0 || prefix[^1] == '.') && tensors.TryGet(prefix + FirstLayer, out _))
            {
                return prefix;
            }
        }

        return null;
    }
}
