namespace MySpinBot.Sdk;

/// <summary>What comes over the links of a node, by input: the socket types that the other ends declare. A validate method may take it.</summary>
/// <param name="types">The types by name of the input.</param>
public sealed class LinkedTypes(IReadOnlyDictionary<string, string> types)
{
    /// <summary>No links.</summary>
    public static LinkedTypes None { get; } = new(new Dictionary<string, string>());

    /// <summary>Names of the inputs that are linked.</summary>
    public IEnumerable<string> Inputs => types.Keys;

    /// <summary>The type of what comes over the link of this input; null where it is not linked.</summary>
    public string? Of(string input) => types.GetValueOrDefault(input);

    /// <summary>Whether what comes over the link of this input fits the socket types of <paramref name="wanted"/>; an input that is not linked fits.</summary>
    /// <param name="input">Name of the input.</param>
    /// <param name="wanted">Types separated by commas, or <c>*</c>. An integer is no float here.</param>
    public bool Fits(string input, string wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return Of(input) is not { } given || SocketTypes.FitsExactly(given, wanted);
    }
}
