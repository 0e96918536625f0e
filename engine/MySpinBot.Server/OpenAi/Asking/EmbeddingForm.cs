using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Asking;

/// <summary>The body of a request to <c>/v1/embeddings</c>.</summary>
/// <param name="Request">What is asked of the model.</param>
/// <param name="AsBase64">Whether vectors are told as the bytes of their numbers.</param>
internal sealed record EmbeddingForm(EmbeddingRequest Request, bool AsBase64)
{
    private const int MostTexts = 2_048;
    private const int MostDimensions = 65_536;

    /// <summary>Reads it.</summary>
    /// <exception cref="OpenAiRefusal">Something is wrong with it.</exception>
    public static EmbeddingForm Read(Fields fields)
    {
        var texts = PromptForm.Read(fields, "input", MostTexts, mayBeEmpty: false);
        var asTokens = texts[0].Tokens is not null;
        if (texts.Any(text => text.Tokens is not null != asTokens))
        {
            throw OpenAiRefusal.Wrong("input", "'input' has both texts and tokens; send one or the other.");
        }

        var request = new EmbeddingRequest(ChatForm.ModelOf(fields), asTokens ? [] : [.. texts.Select(text => text.Text!)])
        {
            Tokens = asTokens ? [.. texts.Select(text => text.Tokens!)] : null,
            Dimensions = (int?)fields.Whole("dimensions", 1, MostDimensions),
        };
        return new EmbeddingForm(request, fields.Word("encoding_format", "float", "base64") == "base64");
    }
}
