namespace MySpinBot.Checkpoints.Identifying;

/// <summary>Asks those who know a kind of model, one after the other.</summary>
internal static class Identification
{
    // The more a kind says of itself the earlier it is asked: a whole Stable Diffusion holds a VAE and a text encoder as well.
    private static readonly Func<Keys, ModelIdentity?>[] All =
    [
        Adapters.Look, StableDiffusion.Look, DiffusersParts.Look, Autoencoders.Look, TextAndVision.Look, Upscalers.Look, Faces.Look, Others.Look, Embeddings.Look,
    ];

    public static ModelIdentity Of(ITensors tensors)
    {
        if (tensors is Checkpoint { Format: CheckpointFormat.Gguf } gguf)
        {
            return Gguf.Of(gguf.Metadata.GetValueOrDefault, TypeOf(tensors), Parameters(tensors));
        }

        var identity = Look(new Keys(tensors)) ?? Look(new Keys(tensors, "module.")) ?? Known.Named("unknown", "a model of a kind that is not known");
        return identity with { Parameters = Parameters(tensors), NumberType = TypeOf(tensors) };
    }

    public static ModelIdentity Of(OnnxFile model)
    {
        var tensors = new Listing(model.Graph.Initializers.Where(tensor => tensor.Type is not null).Select(tensor => new TensorEntry(tensor.Name, tensor.Type!.Value, tensor.Shape)));
        var identity = Graphs.Look(model) ?? Look(new Keys(tensors)) ?? Graphs.Unknown(model);
        return identity with { Parameters = Parameters(tensors), NumberType = TypeOf(tensors) };
    }

    public static ModelIdentity Of(GgufFile model)
    {
        var types = model.Tensors.GroupBy(tensor => tensor.TypeName, (type, all) => (Type: type, Count: Sum(all.Select(tensor => tensor.Count)))).ToList();
        return Gguf.Of(name => model.Values.TryGetValue(name, out var value) ? value.ToString() : null, types.Count == 0 ? null : types.MaxBy(type => type.Count).Type, Sum(types.Select(type => type.Count)));
    }

    private static ModelIdentity? Look(Keys keys)
    {
        foreach (var knows in All)
        {
            if (knows(keys) is { } identity)
            {
                return identity;
            }
        }

        return null;
    }

    private static long Parameters(ITensors tensors) => Sum(tensors.Entries.Select(entry => entry.Count));

    private static string? TypeOf(ITensors tensors)
        => tensors.Entries.Count == 0 ? null : tensors.Entries.GroupBy(entry => entry.Type, (type, all) => (Type: type, Count: Sum(all.Select(entry => entry.Count)))).MaxBy(type => type.Count).Type.ToString();

    // Files may state views that repeat numbers without an end.
    private static long Sum(IEnumerable<long> counts)
    {
        var sum = 0L;
        foreach (var count in counts)
        {
            sum = count > long.MaxValue - sum ? long.MaxValue : sum + count;
        }

        return sum;
    }
}
