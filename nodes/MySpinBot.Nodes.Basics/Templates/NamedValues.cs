namespace MySpinBot.Nodes.Basics.Templates;

/// <summary>Values that a text or an expression can name.</summary>
internal static class NamedValues
{
    /// <summary>Declared inputs that have a value, and undeclared ones; <c>values.a</c>, as ComfyUI writes growing inputs, is <c>a</c>.</summary>
    public static Dictionary<string, object?> Of(ExtraInputs? extra, params (string Name, object? Value)[] declared)
    {
        var values = declared.Where(input => input.Value is not null).ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal);
        foreach (var (name, value) in extra ?? ExtraInputs.None)
        {
            values[name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]] = value;
        }

        return values;
    }

    public static string List(IEnumerable<string> names)
    {
        var sorted = names.Order(StringComparer.Ordinal).ToList();
        return sorted.Count == 0 ? "none" : string.Join(", ", sorted);
    }
}
