using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Explaining;

/// <summary>What a node was given in a run.</summary>
/// <param name="Settings">Constants by input, as JSON text; secrets by their name only.</param>
/// <param name="Links">Linked inputs and files.</param>
public sealed record StepInputs(ImmutableSortedDictionary<string, string> Settings, ImmutableSortedDictionary<string, InputOrigin> Links)
{
    /// <summary>Nothing.</summary>
    public static StepInputs None { get; } = new(ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, InputOrigin>.Empty);

    /// <summary>What a node of a graph is given.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">One of its nodes.</param>
    /// <param name="idOf">Content id of what flowed into the input at this position, or of the file it names; null where it is not known.</param>
    public static StepInputs Of(ValidGraph graph, ValidNode node, Func<int, ContentId?>? idOf = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var links = ImmutableSortedDictionary.CreateBuilder<string, InputOrigin>(StringComparer.Ordinal);
        for (var position = 0; position < node.Inputs.Length; position++)
        {
            var (name, binding) = (node.Type.Descriptor.Inputs[position].Name, node.Inputs[position]);
            switch (binding.Kind)
            {
                case BindingKind.Constant:
                    settings[name] = Written(binding.Constant);
                    break;
                case BindingKind.Secret:
                    settings[name] = Written($"secret {binding.Constant}");
                    break;
                case BindingKind.File:
                    links[name] = new InputOrigin(null, Path: binding.Constant as string, Id: idOf?.Invoke(position));
                    break;
                case BindingKind.Link or BindingKind.RawLink when binding.Source >= 0:
                    links[name] = new InputOrigin(graph.Nodes[binding.Source].Id, binding.Output, Id: idOf?.Invoke(position));
                    break;
            }
        }

        foreach (var (name, binding) in node.Extra.Where(extra => extra.Binding.Source >= 0))
        {
            links[name] = new InputOrigin(graph.Nodes[binding.Source].Id, binding.Output);
        }

        return new StepInputs(settings.ToImmutable(), links.ToImmutable());
    }

    // By hand for the few kinds that a constant can have: the values may be of no type that a serializer should meet.
    private static string Written(object? constant) => constant switch
    {
        JsonElement json => json.GetRawText(),
        string text => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"",
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "null",
    };
}

/// <summary>Where an input's value came from.</summary>
/// <param name="NodeId">The node that gave it; null for a file.</param>
/// <param name="Output">Position of its output.</param>
/// <param name="Path">The file, as it was written; null for a link.</param>
/// <param name="Id">Content id of the value; null where nothing looked at it.</param>
public sealed record InputOrigin(string? NodeId, int Output = 0, string? Path = null, ContentId? Id = null);
