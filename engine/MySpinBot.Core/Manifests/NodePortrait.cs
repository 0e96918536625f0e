using System.Text.Json;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Manifests;

/// <summary>What a plan says of a node before anything runs.</summary>
internal sealed class NodePortrait
{
    private readonly KeyBuffer _buffer = new();

    /// <summary>A node of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="index">Position of the node.</param>
    /// <param name="prefix">What stands before the ids of the plan's nodes.</param>
    /// <param name="outer">The node and output behind each raw link that the expanding call was given.</param>
    public ManifestNode Of(Plan plan, int index, string prefix = "", Func<int, (string Node, int Output)>? outer = null)
    {
        var node = plan.Graph.Nodes[index];
        return new ManifestNode
        {
            Id = prefix.Length == 0 ? node.Id : prefix + node.Id,
            ClassType = node.Type.ClassType,
            Recipe = plan.RecipeKeys[index]?.Hash,
            Settings = Settings(plan, node, prefix, outer),
            Seeds = Seeds(node),
            Files = Files(plan, index),
        };
    }

    /// <summary>The kind of a file that an input takes.</summary>
    public static string KindOf(InputDescriptor input) => input.FileFolder is { Length: > 0 } folder ? folder : ManifestFile.InputKind;

    private static Dictionary<string, long>? Seeds(ValidNode node)
    {
        Dictionary<string, long>? seeds = null;
        var inputs = node.Type.Descriptor.Inputs;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (SeedIn(inputs[i], node.Inputs[i]) is { } seed)
            {
                (seeds ??= new Dictionary<string, long>(StringComparer.Ordinal))[inputs[i].Name] = seed;
            }
        }

        return seeds;
    }

    private static long? SeedIn(InputDescriptor input, Binding binding) => input.IsSeed && binding is { Kind: BindingKind.Constant, Constant: long seed } ? seed : null;

    private static List<ManifestFile>? Files(Plan plan, int index)
    {
        if (plan.Facts.Files.Count == 0)
        {
            return null;
        }

        List<ManifestFile>? files = null;
        var node = plan.Graph.Nodes[index];
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i].Kind == BindingKind.File && plan.Facts.Files.TryGetValue((index, i), out var file))
            {
                var input = node.Type.Descriptor.Inputs[i];
                (files ??= []).Add(new ManifestFile(input.Name, (string)node.Inputs[i].Constant!, file.Id, file.Length, KindOf(input)) { Sha256 = file.Sha256 });
            }
        }

        return files;
    }

    // Links by the ids of nodes: the same in a graph whose nodes stand in another order.
    private ContentId Settings(Plan plan, ValidNode node, string prefix, Func<int, (string Node, int Output)>? outer)
    {
        _buffer.Clear();
        _buffer.Tag('M');
        var inputs = node.Type.Descriptor.Inputs;
        for (var i = 0; i < inputs.Length; i++)
        {
            var binding = node.Inputs[i];
            if (binding.Kind is BindingKind.Missing or BindingKind.Hidden or BindingKind.File || SeedIn(inputs[i], binding) is not null)
            {
                continue;
            }

            if (binding.Kind is BindingKind.Link or BindingKind.RawLink)
            {
                _buffer.Small(i);
                _buffer.Tag(binding.Kind == BindingKind.Link ? 'L' : 'W');
                AddLink(plan, binding, prefix, outer);
            }
            else
            {
                CallKeys.Setting(_buffer, i, node, "", binding, null);
            }
        }

        foreach (var extra in node.Extra)
        {
            _buffer.Tag('X');
            _buffer.Text(extra.Name);
            AddLink(plan, extra.Binding, prefix, outer);
        }

        return _buffer.Hash().Hash;
    }

    private void AddLink(Plan plan, Binding binding, string prefix, Func<int, (string Node, int Output)>? outer)
    {
        var (source, output) = binding.Source >= 0 ? (prefix + plan.Graph.Nodes[binding.Source].Id, binding.Output) : outer?.Invoke(~binding.Source) ?? ("", 0);
        _buffer.Text(source);
        _buffer.Small(output);
    }
}
