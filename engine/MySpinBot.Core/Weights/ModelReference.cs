using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Weights;

/// <summary>How a graph names a model: by its path below a folder of its kind, or by what is in it. Immutable; made by <see cref="TryRead"/>, so having one means that the name leaves no folder.</summary>
public sealed record ModelReference
{
    /// <summary>What stands before the digits where a model is named by what is in it.</summary>
    public const string Sha256Prefix = "sha256:";

    private const int Digits = 64;
    private const int MostCharacters = 2_048;

    private ModelReference()
    {
    }

    /// <summary>Its path below a folder of its kind, with slashes; null where it is named by what is in it.</summary>
    public string? Name { get; private init; }

    /// <summary>The SHA-256 of its bytes, 64 hexadecimal digits in small letters; null where it is named by its path.</summary>
    public string? Sha256 { get; private init; }

    /// <summary>The reference to a file with these bytes, as a graph writes it.</summary>
    /// <param name="sha256">64 hexadecimal digits.</param>
    public static string To(string sha256) => Sha256Prefix + sha256;

    /// <summary>Reads what a graph says. Windows' separators mean the same as slashes, as graphs that were made there have them.</summary>
    /// <param name="given">What the graph says.</param>
    /// <param name="kind">The kind of model that is wanted, for the sentence.</param>
    /// <param name="fault">What is wrong with it, where it names no model.</param>
    public static ModelReference? TryRead(string given, string kind, out FileFault? fault)
    {
        ArgumentNullException.ThrowIfNull(given);
        fault = null;
        if (given.StartsWith(Sha256Prefix, StringComparison.OrdinalIgnoreCase))
        {
            var digits = given[Sha256Prefix.Length..].Trim();
            if (digits.Length == Digits && digits.All(char.IsAsciiHexDigit))
            {
                return new ModelReference { Sha256 = digits.ToLowerInvariant() };
            }

            fault = new FileFault(ProblemCodes.MissingFile, $"'{Plain(given)}' names a model by its SHA-256, which has {Digits} hexadecimal digits: write '{Sha256Prefix}' and all of them.");
            return null;
        }

        if (string.IsNullOrWhiteSpace(given) || given.Length > MostCharacters || given.Any(char.IsControl))
        {
            fault = new FileFault(ProblemCodes.MissingFile, $"'{Plain(given)}' is no name of a model; give the name of a file of {kind}.");
            return null;
        }

        var name = given.Replace('\\', '/');
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (name[0] == '/' || (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])))
        {
            fault = new FileFault(ProblemCodes.PathNotAllowed, $"'{Plain(given)}' is an absolute path; models are named by their path below the folders of {kind}.");
            return null;
        }

        if (parts.Length == 0 || parts.Any(part => part is "." or ".."))
        {
            fault = new FileFault(ProblemCodes.PathNotAllowed, $"'{Plain(given)}' leads out of the folders of {kind}; name a file in them, without '.' and '..'.");
            return null;
        }

        return new ModelReference { Name = string.Join('/', parts) };
    }

    private static string Plain(string given) => Sentences.Shown.Plain(given);
}
