using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Vectors of texts, as they come together from those of their tokens.</summary>
internal static class TextVector
{
    /// <summary>How vectors of a model's tokens become one: as its file says, else their mean.</summary>
    public static LlamaPooling Pooling(GgufModelFile file) => file.Values.Number("pooling_type") switch
    {
        2 => LlamaPooling.First,
        3 => LlamaPooling.Last,
        4 => LlamaPooling.Rank,
        _ => LlamaPooling.Mean,
    };

    /// <summary>Adds the vector of a token.</summary>
    public static unsafe void Add(float[] sum, float* vector)
    {
        if (vector is null)
        {
            throw new InvalidOperationException("A step gave no vector where one was asked for.");
        }

        for (var index = 0; index < sum.Length; index++)
        {
            sum[index] += vector[index];
        }
    }

    /// <summary>Scales to length one.</summary>
    /// <exception cref="NodeFailure">The model computed no numbers.</exception>
    public static void Normalise(float[] vector)
    {
        var squares = 0.0;
        foreach (var number in vector)
        {
            squares += (double)number * number;
        }

        var length = Math.Sqrt(squares);
        if (!double.IsFinite(length))
        {
            throw new NodeFailure("The model computed no numbers for a text: its weights are damaged, or its numbers grew beyond what they are kept in.");
        }

        for (var index = 0; length > 0 && index < vector.Length; index++)
        {
            vector[index] = (float)(vector[index] / length);
        }
    }
}
