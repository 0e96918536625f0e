using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Server.OpenAi.Asking;

/// <summary>How tokens are chosen, and where the answer ends: OpenAI's fields, and those that llama.cpp's server and vLLM take beside them.</summary>
internal static class SamplingForm
{
    private const int MostStops = 64;
    private const int LongestStop = 1_000;
    private const int MostBiases = 1_024;
    private const int MostBreakers = 64;

    /// <summary>Reads how tokens are chosen.</summary>
    public static TextSampling Read(Fields fields) => new()
    {
        Temperature = fields.Number("temperature", 0, 5),
        TopP = fields.Number("top_p", 0, 1),
        FrequencyPenalty = fields.Number("frequency_penalty", -2, 2),
        PresencePenalty = fields.Number("presence_penalty", -2, 2),
        Seed = fields.Whole("seed", long.MinValue, long.MaxValue) is { } seed and not -1 ? seed : null, // llama.cpp's clients say -1 for any
        LogitBias = Biases(fields),
        TopK = fields.Whole("top_k", -1, int.MaxValue) is { } top ? (int)Math.Max(0, top) : null,
        MinP = fields.Number("min_p", 0, 1),
        TypicalP = fields.Number("typical_p", 0, 1),
        RepetitionPenalty = fields.Number("repeat_penalty", 0.01, 10) ?? fields.Number("repetition_penalty", 0.01, 10),
        PenaltyWindow = (int?)fields.Whole("repeat_last_n", -1, int.MaxValue),
        Dry = Dry(fields),
        Mirostat = Mirostat(fields),
    };

    /// <summary>Reads the texts at which the answer ends.</summary>
    public static IReadOnlyList<string> Stops(Fields fields)
    {
        if (fields.Value("stop") is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return [Stop(value, "stop")];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw fields.Wrong("stop", value, "a text or a list of texts");
        }

        var list = fields.List("stop", MostStops)!.Value;
        return [.. list.EnumerateArray().Select((stop, index) => Stop(stop, $"stop[{index}]"))];
    }

    private static string Stop(JsonElement value, string path)
        => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestStop } text ? text
            : throw OpenAiRefusal.Wrong(path, $"'{path}' must be a text of 1 to {LongestStop} characters.");

    private static Dictionary<int, double> Biases(Fields fields)
    {
        var biases = new Dictionary<int, double>();
        if (fields.Object("logit_bias") is not { } given)
        {
            return biases;
        }

        foreach (var field in given.Json.EnumerateObject())
        {
            var path = given.At(field.Name);
            if (!int.TryParse(field.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var token))
            {
                throw OpenAiRefusal.Wrong(path, $"'{Core.Sentences.Shown.Plain(path)}': tokens are named by their ids in the model's vocabulary, which are whole numbers.");
            }

            biases[token] = given.Number(field.Name, -100, 100) ?? throw OpenAiRefusal.Wrong(path, $"'{path}' is null; it must be a number from -100 to 100.");
            if (biases.Count > MostBiases)
            {
                throw OpenAiRefusal.Wrong("logit_bias", $"'logit_bias' has more than {MostBiases} tokens.");
            }
        }

        return biases;
    }

    private static DryPenalty? Dry(Fields fields)
    {
        // All are read before it is known whether they count: what is wrong is refused either way.
        var multiplier = fields.Number("dry_multiplier", 0, 100) ?? 0;
        var usual = new DryPenalty(multiplier);
        var asked = usual with
        {
            Base = fields.Number("dry_base", 1, 100) ?? usual.Base,
            AllowedLength = (int?)fields.Whole("dry_allowed_length", 0, int.MaxValue) ?? usual.AllowedLength,
            Window = (int?)fields.Whole("dry_penalty_last_n", -1, int.MaxValue) ?? usual.Window,
            Breakers = fields.List("dry_sequence_breakers", MostBreakers) is { } list
                ? [.. list.EnumerateArray().Select((text, index) => Stop(text, $"dry_sequence_breakers[{index}]"))]
                : usual.Breakers,
        };
        return multiplier > 0 ? asked : null;
    }

    private static Mirostat? Mirostat(Fields fields)
    {
        var version = (int)(fields.Whole("mirostat", 0, 2) ?? 0);
        var usual = new Mirostat(version);
        var asked = usual with { Tau = fields.Number("mirostat_tau", 0, 100) ?? usual.Tau, Eta = fields.Number("mirostat_eta", 0, 1) ?? usual.Eta };
        return version > 0 ? asked : null;
    }
}
