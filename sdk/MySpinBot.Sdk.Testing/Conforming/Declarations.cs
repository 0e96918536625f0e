using System.Text.RegularExpressions;

namespace MySpinBot.Sdk.Testing;

/// <summary>What a node says of itself: found wrong without calling it.</summary>
internal static partial class Declarations
{
    public static IEnumerable<string> Undocumented(NodeDescriptor node)
    {
        if (string.IsNullOrWhiteSpace(node.Title))
        {
            yield return "It has no title.";
        }

        if (string.IsNullOrWhiteSpace(node.Description))
        {
            yield return "Its method has no <summary>.";
        }

        foreach (var input in node.Inputs.Where(input => input.Hidden is null && string.IsNullOrWhiteSpace(input.Description)))
        {
            yield return $"The input '{input.Name}' has no <param> text.";
        }
    }

    public static IEnumerable<string> UndescribedOutputs(NodeDescriptor node)
        => node.Outputs.Where(output => string.IsNullOrWhiteSpace(output.Description))
            .Select(output => $"The output '{output.Name}' has no text: <returns> for a single one, a record's property or parameter for several.");

    public static IEnumerable<string> Misnamed(NodeDescriptor node)
    {
        if (!PascalCase().IsMatch(node.ClassType))
        {
            yield return $"Its type '{node.ClassType}' is not in PascalCase.";
        }

        foreach (var input in node.Inputs.Where(input => !SnakeCase().IsMatch(input.Name)))
        {
            yield return $"The input '{input.Name}' is not in snake_case.";
        }

        foreach (var name in node.Inputs.Select(input => input.Name).Concat(node.Outputs.Select(output => $"→{output.Name}")).GroupBy(name => name).Where(group => group.Count() > 1))
        {
            yield return $"The name '{name.Key.TrimStart('→')}' stands twice.";
        }

        if (node.Outputs.Any(output => string.IsNullOrWhiteSpace(output.Name)))
        {
            yield return "An output has no name.";
        }
    }

    public static IEnumerable<string> BadDefaults(NodeDescriptor node)
    {
        foreach (var input in node.Inputs)
        {
            if (input.Min > input.Max)
            {
                yield return $"The input '{input.Name}' has the limits {input.Min} and {input.Max}, which leave nothing.";
            }

            if (input.Default is long or double && Convert.ToDouble(input.Default, null) is var number && (!double.IsFinite(number) || number < input.Min || number > input.Max))
            {
                yield return $"The default {number} of the input '{input.Name}' is not in {input.Min}..{input.Max}.";
            }

            if (input.Choices.Length > 0 && input.Default is string choice && !input.Choices.Contains(choice))
            {
                yield return $"The default '{choice}' of the input '{input.Name}' is not among {string.Join(", ", input.Choices)}.";
            }

            if (input.Choices.Distinct(StringComparer.Ordinal).Count() < input.Choices.Length)
            {
                yield return $"A choice of the input '{input.Name}' stands twice.";
            }
        }
    }

    public static IEnumerable<string> Laziness(NodeRegistration node)
    {
        if (node.Descriptor.HasLazyInputs != node.Ask is not null)
        {
            yield return node.Ask is null ? "It has lazy inputs and no ask method: they would never be made." : "It has an ask method and no lazy input.";
        }
    }

    public static IEnumerable<string> Migrations(NodeRegistration node)
        => Enumerable.Range(1, Math.Max(0, node.Descriptor.Version - 1))
            .Where(version => !node.Migrations.ContainsKey(version))
            .Select(version => $"No migration reads version {version}; the node is at version {node.Descriptor.Version}.");

    // ComfyUI has some with spaces between the words, and some with underscores (SamplerDPMPP_2M_SDE, SVD_img2vid_Conditioning).
    [GeneratedRegex("^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)*( [A-Z][A-Za-z0-9]*)*$")]
    private static partial Regex PascalCase();

    // With dots where an input belongs to another (resize_type.width), and capitals for what has such a name (Y, U, V) or where they stress it (cond_DEFAULT): ComfyUI has all of them.
    [GeneratedRegex(@"^([a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*(_dB|_DEFAULT)?|[A-Z])$")]
    private static partial Regex SnakeCase();
}
