namespace MySpinBot.Nodes.Basics.Flow;

/// <summary>The variables of a round: values that the nodes of a body can link to. Each becomes a node that passes it on, because an
/// expanding node may only be linked to what stands in its fragment.</summary>
internal static class Variables
{
    /// <summary>Adds those of the variables that something links to.</summary>
    public static Dictionary<string, FragmentLink> AddTo(GraphFragment fragment, string prefix, IEnumerable<(string Name, object? Value)> variables, IEnumerable<BodyLink> links)
    {
        var wanted = links.Select(link => link.Source).ToHashSet(StringComparer.Ordinal);
        return variables.Where(variable => wanted.Contains(variable.Name)).ToDictionary(
            variable => variable.Name,
            variable => variable.Value as FragmentLink ?? fragment.Add(prefix + variable.Name, "PassThrough", ("value", variable.Value)).Output(),
            StringComparer.Ordinal);
    }

    /// <summary>Names that a loop gives and those of its further inputs.</summary>
    /// <exception cref="NodeFailure">A further input has the name of a variable.</exception>
    public static List<string> Names(ExtraInputs values, params string[] own)
    {
        var taken = values.Keys.FirstOrDefault(own.Contains);
        return taken is null
            ? [.. own, .. values.Keys]
            : throw Failures.At(taken, $"A further input is called '{taken}', which is a variable of the loop; it needs another name.");
    }
}
