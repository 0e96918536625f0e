using System.Text.RegularExpressions;
using MySpinBot.Cli.Configuring;
using MySpinBot.Cli.Surrounding;

namespace MySpinBot.Cli.Logging;

/// <summary>Takes secrets out of texts: keys, tokens and signatures by their form, and the values of the secrets that this process knows, wherever somebody else's code repeats them.</summary>
internal sealed partial class Redaction
{
    private const string Hidden = "(hidden)";

    // Shorter ones are found in innocent words.
    private const int ShortestValue = 6;

    private readonly string[] _values;

    private Redaction(string[] values) => _values = values;

    /// <summary>Knows the secrets among the variables, and others.</summary>
    /// <param name="surroundings">Whose variables.</param>
    /// <param name="others">Secrets that stand elsewhere, or are a part of a variable only.</param>
    public static Redaction Of(Surroundings surroundings, params IEnumerable<string> others)
    {
        var secret = Settings.All.Where(setting => setting.IsSecret).Select(setting => setting.Variable).ToHashSet(StringComparer.Ordinal);
        var values = surroundings.VariableNames().Where(name => name.StartsWith("MYSPINBOT_SECRET_", StringComparison.Ordinal) || secret.Contains(name))
            .Select(name => surroundings.Variable(name)).OfType<string>().Concat(others).Where(value => value.Length >= ShortestValue);

        // The longest first: one may be part of another.
        return new Redaction([.. values.Distinct().OrderByDescending(value => value.Length)]);
    }

    /// <summary>The text without them.</summary>
    public string Of(string text)
    {
        foreach (var value in _values)
        {
            text = text.Replace(value, Hidden, StringComparison.Ordinal);
        }

        text = Key().Replace(text, Hidden);
        text = Parameter().Replace(text, match => $"{match.Groups[1].Value}{Hidden}");
        return Header().Replace(text, match => $"{match.Groups[1].Value}{Hidden}");
    }

    /// <summary>A key of this server's.</summary>
    [GeneratedRegex("msb_[0-9a-fA-F]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    /// <summary>What addresses carry so that whoever has them may come in.</summary>
    [GeneratedRegex(@"\b((?:access_token|token|api[_-]?key|apikey|signature|sig|secret|password|x-amz-signature|x-amz-credential|x-amz-security-token)=)[^&\s""'<>]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Parameter();

    /// <summary>What headers carry.</summary>
    [GeneratedRegex(@"\b((?:authorization\s*[:=]\s*)?(?:bearer|basic)\s+|x-api-key\s*[:=]\s*)[A-Za-z0-9._~+/=-]{8,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Header();
}
