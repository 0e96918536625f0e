namespace MySpinBot.Inference;

/// <content>ONNX Runtime's own operators that passes put in the place of plain ones.</content>
internal static partial class ShapeRules
{
    private static IEnumerable<KeyValuePair<string, Action<ShapeContext>>> Fused() =>
    [
        .. Same(c => c.Give(c.Type(0), c.Shape(0)), "com.microsoft.Gelu", "com.microsoft.QuickGelu", "com.microsoft.FastGelu", "com.microsoft.GroupNorm"),
        .. Same(c => c.Give(c.Type(0), Broadcast(c.Shape(0), c.Shape(1))), "com.microsoft.BiasGelu"),
        .. Same(c => c.Give(c.Type(0), c.Shape(0)), "SimplifiedLayerNormalization", "com.microsoft.SimplifiedLayerNormalization"),

        // q [batch, tokens, dim], v [batch, others, dim of v]
        .. Same(c => c.Give(c.Type(0), [.. c.Shape(0)[..2], c.Has(2) ? c.Shape(2)[^1] : c.Shape(0)[^1]]), "com.microsoft.MultiHeadAttention"),
    ];
}
