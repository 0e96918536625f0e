using MySpinBot.Checkpoints;

namespace MySpinBot.Diffusion;

/// <summary>What CLIP's vision network is called: the names of transformers, and those of OpenAI's and OpenCLIP's code, which single files of Stable Video Diffusion have, too.</summary>
internal static class ClipVisionNames
{
    private const string Patches = "vision_model.embeddings.patch_embedding.weight";
    private const string FirstFused = "transformer.resblocks.0.attn.in_proj_weight";
    private const string ClassVector = "class_embedding";
    private const string Blocks = "transformer.resblocks.";

    private static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        [ClassVector] = "vision_model.embeddings.class_embedding",
        ["conv1.weight"] = Patches,
        ["positional_embedding"] = "vision_model.embeddings.position_embedding.weight",
        ["ln_pre.weight"] = "vision_model.pre_layrnorm.weight",
        ["ln_pre.bias"] = "vision_model.pre_layrnorm.bias",
        ["ln_post.weight"] = "vision_model.post_layernorm.weight",
        ["ln_post.bias"] = "vision_model.post_layernorm.bias",
    };

    private static readonly Dictionary<string, string> Inner = new(StringComparer.Ordinal)
    {
        ["ln_1"] = "layer_norm1",
        ["ln_2"] = "layer_norm2",
        ["attn.out_proj"] = "self_attn.out_proj",
        ["mlp.c_fc"] = "mlp.fc1",
        ["mlp.c_proj"] = "mlp.fc2",
    };

    /// <summary>The vision network among these tensors, wherever it stands, under the names of transformers; null where there is none.</summary>
    /// <exception cref="CheckpointException">It is there twice, or its parts have shapes that do not belong together.</exception>
    public static ITensors? Official(ITensors tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (PrefixOf(tensors, Patches) is { } official)
        {
            return official.Length == 0 ? tensors : new RenamedTensors(tensors, name => name.StartsWith(official, StringComparison.Ordinal) ? name[official.Length..] : null);
        }

        // Texts have blocks of the same name; only pictures have a vector of their own for the whole beside them.
        return PrefixOf(tensors, ClassVector) is { } prefix && tensors.TryGet(prefix + FirstFused, out _) ? Opened(tensors, prefix) : null;
    }

    private static string? PrefixOf(ITensors tensors, string name)
        => tensors.Entries.FirstOrDefault(entry => entry.Name.EndsWith(name, StringComparison.Ordinal) && (entry.Name.Length == name.Length || entry.Name[^(name.Length + 1)] == '.')) is { } entry
            ? entry.Name[..^name.Length] : null;

    private static ArrangedTensors Opened(ITensors tensors, string prefix)
    {
        var opened = new ArrangedTensors(tensors);
        foreach (var entry in tensors.Entries)
        {
            if (entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                Add(opened, entry, entry.Name[prefix.Length..]);
            }
        }

        return opened;
    }

    private static void Add(ArrangedTensors opened, TensorEntry entry, string name)
    {
        if (Whole.TryGetValue(name, out var whole))
        {
            opened.Add(whole, entry);
        }
        else if (name == "proj")
        {
            // Theirs is multiplied from the right: [width, projected].
            opened.AddTurned("visual_projection.weight", entry);
        }
        else if (name.StartsWith(Blocks, StringComparison.Ordinal) && name.IndexOf('.', Blocks.Length) is var dot and > 0)
        {
            AddOfLayer(opened, entry, $"vision_model.encoder.layers.{name[Blocks.Length..dot]}", name[(dot + 1)..]);
        }
    }

    private static void AddOfLayer(ArrangedTensors opened, TensorEntry entry, string layer, string name)
    {
        if (name is "attn.in_proj_weight" or "attn.in_proj_bias")
        {
            var kind = name["attn.in_proj_".Length..];
            var rows = entry.Shape.Length > 0 && entry.Shape[0] % 3 == 0 ? entry.Shape[0] / 3
                : throw new CheckpointException($"The tensor '{entry.Name}' has the shape [{string.Join(", ", entry.Shape)}]; as many rows for queries as for keys and for values would be right.");
            opened.AddRows($"{layer}.self_attn.q_proj.{kind}", entry, 0, rows);
            opened.AddRows($"{layer}.self_attn.k_proj.{kind}", entry, rows, rows);
            opened.AddRows($"{layer}.self_attn.v_proj.{kind}", entry, 2 * rows, rows);
        }
        else if (name.LastIndexOf('.') is var end and > 0 && Inner.TryGetValue(name[..end], out var inner))
        {
            opened.Add($"{layer}.{inner}{name[end..]}", entry);
        }
    }
}
