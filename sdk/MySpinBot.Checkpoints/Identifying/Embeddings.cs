namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Textual inversion: some vectors that stand for a word.</summary>
internal static class Embeddings
{
    private const int MostTensors = 3;

    public static ModelIdentity? Look(Keys keys)
        => keys.HasAll("clip_l", "clip_g") ? Named("embedding", "Embedding (textual inversion) for Stable Diffusion XL", Fact("vectors", keys.Side("clip_l", 0)))
            : keys.Side("emb_params", 1) is { } width ? Runs("embedding", "Embedding (textual inversion)", Fact("vectors", keys.Side("emb_params", 0)), Fact("width", width))
            : keys.Side("*", 1) is { } wide ? Runs("embedding", "Embedding (textual inversion)", Fact("vectors", keys.Side("*", 0)), Fact("width", wide))
            : keys.Side("string_to_param.*", 1) is { } nested ? Runs("embedding", "Embedding (textual inversion)", Fact("vectors", keys.Side("string_to_param.*", 0)), Fact("width", nested))
            : keys.Entries is { Count: > 0 and <= MostTensors } few && few[0].Name.StartsWith('<') && few[0].Name.EndsWith('>') && few[0].Shape.Length is 1 or 2
                ? Runs("embedding", "Embedding (textual inversion), diffusers", Fact("vectors", few[0].Shape.Length == 1 ? 1 : few[0].Shape[0]), Fact("width", few[0].Shape[^1])) : null;
}
