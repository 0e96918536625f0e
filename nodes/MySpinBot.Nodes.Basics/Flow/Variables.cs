using System.Globalization;

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
            variable => variable.Value as FragmentLink ?? Passed(fragment, prefix + variable.Name, variable.Value),
            StringComparer.Ordinal);
    }

    // A loop over a list is given its further inputs as lists, and its body is to see what they were: a list of one is one value.
    private static FragmentLink Passed(GraphFragment fragment, string id, object? value) => value switch
    {
        object?[] { Length: 1 } one => Passed(fragment, id, one[0]),
        object?[] list => fragment.Add(id, "CreateList", [.. list.Select((element, i) => Element(i, Passed(fragment, string.Create(CultureInfo.InvariantCulture, $"{i}_{id}"), element)))]).Output(),
        _ => fragment.Add(id, "PassThrough", ("value", value)).Output(),
    };

    // CreateList declares the inputs before input4.
    private static (string, object?) Element(int index, FragmentLink link) => (string.Create(CultureInfo.InvariantCulture, $"input{index + 4}"), link);

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
