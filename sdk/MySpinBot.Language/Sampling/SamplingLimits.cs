using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>What numbers of a request are taken. Nothing else reaches llama.cpp, which believes what it is given.</summary>
internal static class SamplingLimits
{
    private const int MostBiases = 4096;

    // Beyond any difference of logits, and far from where floats end: an infinite one leaves nothing that can be divided by.
    private const double MostBias = 1e6;
    private const int MostBreakers = 64;
    private const int LongestBreaker = 100;
    private const int MostStops = 64;
    private const int LongestStop = 1000;

    /// <summary>The most tokens that are told with each.</summary>
    public const int MostLikeliest = 100;

    /// <summary>Checks all of a request but its prompt and its grammar.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tokenCount">Tokens of the vocabulary.</param>
    /// <exception cref="NodeFailure">A number is none that can be; its input names the field.</exception>
    public static void Check(GenerationRequest request, int tokenCount)
    {
        Check(request.Sampling, tokenCount);
        if (request.MaxTokens is < 1)
        {
            throw Wrong(nameof(request.MaxTokens), $"At least one token has to be written, not {request.MaxTokens}.");
        }

        if (request.LogProbabilities is < 0 or > MostLikeliest)
        {
            throw Wrong(nameof(request.LogProbabilities), $"With each token 0 to {MostLikeliest} of the likeliest are told, not {request.LogProbabilities}.");
        }

        if (request.Stop.Count > MostStops || request.Stop.Any(text => text.Length > LongestStop))
        {
            throw Wrong(nameof(request.Stop), $"There may be {MostStops} texts to stop at, of {LongestStop} characters each.");
        }
    }

    private static void Check(TextSampling sampling, int tokenCount)
    {
        Between("Temperature", sampling.Temperature, 0, 100);
        Between("TopK", sampling.TopK, 0, int.MaxValue);
        Between("TopP", sampling.TopP, 0, 1);
        Between("MinP", sampling.MinP, 0, 1);
        Between("TypicalP", sampling.TypicalP, 0, 1);
        Between("RepetitionPenalty", sampling.RepetitionPenalty, 0.01, 100);
        Between("FrequencyPenalty", sampling.FrequencyPenalty, -100, 100);
        Between("PresencePenalty", sampling.PresencePenalty, -100, 100);
        Between("PenaltyWindow", sampling.PenaltyWindow, -1, int.MaxValue);
        CheckBias(sampling.LogitBias, tokenCount);
        if (sampling.Dry is { } dry)
        {
            Check(dry);
        }

        if (sampling.Mirostat is { } mirostat)
        {
            if (mirostat.Version is not (1 or 2))
            {
                throw Wrong("Mirostat", $"There is Mirostat 1 and 2, no {mirostat.Version}.");
            }

            Between("Mirostat", mirostat.Tau, 0.01, 100, " tau");
            Between("Mirostat", mirostat.Eta, 0, 1, " eta");
        }
    }

    private static void Check(DryPenalty dry)
    {
        Between("Dry", dry.Multiplier, 0, 100, " multiplier");
        Between("Dry", dry.Base, 1, 100, " base");
        Between("Dry", dry.AllowedLength, 0, int.MaxValue, " allowed length");
        Between("Dry", dry.Window, -1, int.MaxValue, " window");
        if (dry.Breakers.Count > MostBreakers || dry.Breakers.Any(text => text.Length > LongestBreaker))
        {
            throw Wrong("Dry", $"There may be {MostBreakers} texts that end a sequence, of {LongestBreaker} characters each.");
        }
    }

    private static void CheckBias(IReadOnlyDictionary<int, double> biases, int tokenCount)
    {
        if (biases.Count > MostBiases)
        {
            throw Wrong("LogitBias", $"The logits of {biases.Count} tokens are to be changed; {MostBiases} may be.");
        }

        foreach (var (token, bias) in biases)
        {
            if (token < 0 || token >= tokenCount)
            {
                throw Wrong("LogitBias", $"There is no token {token} in this model's vocabulary, whose tokens are 0 to {tokenCount - 1}.");
            }

            if (!(bias <= MostBias))
            {
                throw Wrong("LogitBias", $"To the logit of token {token} at most {Shown(MostBias)} can be added, not {Shown(bias)}; 100 makes it certain already.");
            }
        }
    }

    private static void Between(string field, double? value, double least, double most, string part = "")
    {
        if (value is { } number && !(number >= least && number <= most))
        {
            var range = most >= int.MaxValue ? $"at least {Shown(least)}" : $"from {Shown(least)} to {Shown(most)}";
            throw Wrong(field, $"{field}{part} has to be {range}, not {Shown(number)}.");
        }
    }

    private static string Shown(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static NodeFailure Wrong(string field, string sentence) => new(sentence) { Input = field };
}
