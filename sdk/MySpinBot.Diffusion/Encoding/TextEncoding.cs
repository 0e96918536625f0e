using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>A text encoder at work: prompts in, conditions out. Holds its networks until it is disposed.</summary>
public sealed class TextEncoding : IDisposable
{
    private readonly TextEncoder _encoder;
    private readonly NodeContext _context;
    private readonly List<TextTowerRun> _towers;
    private readonly ClipTokenizer _tokenizer;

    private TextEncoding(TextEncoder encoder, NodeContext context, List<TextTowerRun> towers, ClipTokenizer tokenizer)
        => (_encoder, _context, _towers, _tokenizer) = (encoder, context, towers, tokenizer);

    /// <summary>Finds the encoder's weights and leases its networks.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="context">The call: where weights, models and memory come from.</param>
    /// <param name="cancellation">Ends the wait for memory, and the loading.</param>
    /// <exception cref="NodeFailure">There is none, its weights are not there or are damaged, it can never fit, or the vocabulary is missing.</exception>
    public static async Task<TextEncoding> OpenAsync(TextEncoder encoder, NodeContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(context);
        Absent.Demand(encoder);
        var tokenizer = await ClipMerges.UsualAsync(context.Weights, cancellation);
        List<TextTowerRun> towers = [];
        try
        {
            for (var tower = 0; tower < encoder.Towers.Length; tower++)
            {
                if (encoder.Towers[tower].Network.Vocabulary is var known && known < tokenizer.Vocabulary.Count)
                {
                    throw new NodeFailure($"This text encoder knows {known} tokens, and CLIP's vocabulary has {tokenizer.Vocabulary.Count}; one that was trained with CLIP's vocabulary would be right.") { Input = "clip" };
                }

                towers.Add(await TextTowerRun.OpenAsync(encoder, tower, context, cancellation));
            }

            return new TextEncoding(encoder, context, towers, tokenizer);
        }
        catch
        {
            // Whatever it was: nobody else lets go of those that are open.
            towers.ForEach(tower => tower.Dispose());
            throw;
        }
    }

    /// <summary>Encodes a prompt: weights, learnt words and all. Prompts of more than 75 tokens are encoded in chunks, whose vectors follow each other.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="cancellation">Ends it within one operator.</param>
    /// <exception cref="NodeFailure">The prompt is too long, or its weights are no numbers.</exception>
    public async Task<Condition> EncodeAsync(string prompt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        List<Embedding> texts = [];
        Embedding? pooled = null;
        for (var i = 0; i < _towers.Count; i++)
        {
            var tower = _encoder.Towers[i];
            var words = await LearntWords.FindAsync(prompt, tower, _context, cancellation);
            var tokens = new PromptReading(_tokenizer.Encode, tower.Network.Begin, tower.Network.End, tower.Network.Positions, words.Find).Read(prompt);
            if (i == 0)
            {
                words.Tell(tokens.Missing);
            }

            var (text, whole) = await _towers[i].EncodeAsync(tokens, _encoder.StopAtLayer ?? tower.Network.UsualStop, cancellation);
            texts.Add(text);
            pooled = whole;
        }

        return new Condition(Beside(texts)) { Pooled = pooled };
    }

    /// <summary>Lets the networks go.</summary>
    public void Dispose() => _towers.ForEach(tower => tower.Dispose());

    // Vectors of several networks side by side, as many as the shortest text has: [1, tokens, sum of widths].
    private static Embedding Beside(List<Embedding> texts)
    {
        if (texts is [var only])
        {
            return only;
        }

        var (tokens, width) = (texts.Min(text => text.Tokens), texts.Sum(text => text.Width));
        var values = new float[tokens * width];
        var column = 0;
        foreach (var text in texts)
        {
            for (var token = 0; token < tokens; token++)
            {
                text.Values.Slice(token * text.Width, text.Width).CopyTo(values.AsSpan((token * width) + column));
            }

            column += text.Width;
        }

        return Embedding.Own(1, tokens, width, values);
    }
}
