namespace MySpinBot.Checkpoints.Identifying;

using static Known;

/// <summary>Language models of llama.cpp, which say themselves what they are.</summary>
internal static class Gguf
{
    private const int LongestShown = 100;

    public static ModelIdentity Of(Func<string, string?> value, string? numberType, long parameters)
    {
        var architecture = Shown(value("general.architecture")) ?? "unknown";
        var title = Shown(value("general.name"));
        return Runs(
            "gguf", title is null ? $"GGUF model of architecture '{architecture}'" : $"{title} (GGUF, architecture '{architecture}')", Fact("architecture", architecture), Fact("size", Shown(value("general.size_label"))),
            Fact("layers", Shown(value($"{architecture}.block_count"))), Fact("width", Shown(value($"{architecture}.embedding_length"))), Fact("context", Shown(value($"{architecture}.context_length"))),
            Fact("contents", parameters == 0 ? "vocabulary only" : null)) with { NumberType = numberType, Parameters = parameters };
    }

    private static string? Shown(string? text) => text is not { Length: > 0 } ? null : text.Length <= LongestShown ? text : $"{text[..(char.IsHighSurrogate(text[LongestShown - 1]) ? LongestShown - 1 : LongestShown)]}…";
}
