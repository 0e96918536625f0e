using System.Collections.Immutable;
using MySpinBot.Core.Planning;
using MySpinBot.Core.Results;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Scheduling;

/// <content>What a call is given, and the key that follows from it.</content>
public sealed partial class Schedule
{
    private ImmutableArray<CallInput> Gather(NodeState node, CallState call, int index, out ImmutableArray<(string Name, CallInput Input)> extra)
    {
        var inputs = ImmutableArray.CreateBuilder<CallInput>(node.Node.Inputs.Length);
        for (var i = 0; i < node.Node.Inputs.Length; i++)
        {
            var lazy = node.Descriptor.Inputs[i].IsLazy && call.Wanted?[i] != true && node.Node.Inputs[i].Kind == BindingKind.Link;
            inputs.Add(lazy ? default : GatherOne(node, node.Node.Inputs[i], i, index));
        }

        extra = node.Node.Extra.IsEmpty ? [] : [.. node.Node.Extra.Select(one => (one.Name, GatherOne(node, one.Binding, -1, index)))];
        return inputs.MoveToImmutable();
    }

    private CallInput GatherOne(NodeState node, Binding binding, int input, int index)
    {
        switch (binding.Kind)
        {
            case BindingKind.Missing:
                return default;
            case BindingKind.Stored:
                return CallInput.OfValue(binding.Value);
            case BindingKind.File:
                return CallInput.OfFiles([node.Scope.Plan.Facts.Files[(node.Local, input)]]);
            case BindingKind.RawLink:
                var (linked, slot) = SourceOf(node, binding);
                return CallInput.OfLink(new RawLink(linked.Id, slot));
            case BindingKind.Link:
                var (source, output) = SourceOf(node, binding);
                return OfLink(node, source.Outputs[output], input, index);
            default:
                return CallInput.OfSetting;
        }
    }

    private static CallInput OfLink(NodeState node, ImmutableArray<ResultValue> list, int input, int index)
    {
        // Where a node takes lists, what it does not declare comes as lists too.
        var isList = input >= 0 ? node.Descriptor.Inputs[input].IsList : node.Descriptor.TakesLists;
        if (isList)
        {
            return FilesOf(node, input, 0, list.Length) is { } all ? CallInput.OfFiles(all) : CallInput.OfList(list);
        }

        // Shorter lists repeat their last element.
        var element = Math.Min(index, list.Length - 1);
        return FilesOf(node, input, element, 1) is { } one ? CallInput.OfFiles(one) : CallInput.OfValue(list[element]);
    }

    /// <summary>The files that these elements name; null where they are no paths, or one of them is a block.</summary>
    private static ImmutableArray<FileReference>? FilesOf(NodeState node, int input, int first, int count)
    {
        if (node.Files is not { } known || count == 0)
        {
            return null;
        }

        var files = ImmutableArray.CreateBuilder<FileReference>(count);
        for (var element = first; element < first + count; element++)
        {
            if (!known.TryGetValue((input, element), out var file))
            {
                return null;
            }

            files.Add(file);
        }

        return files.MoveToImmutable();
    }

    private static bool IsBlocked(ImmutableArray<CallInput> inputs, ImmutableArray<(string Name, CallInput Input)> extra, out ResultValue block)
    {
        foreach (var input in inputs)
        {
            if (IsBlocked(input, out block))
            {
                return true;
            }
        }

        foreach (var (_, input) in extra)
        {
            if (IsBlocked(input, out block))
            {
                return true;
            }
        }

        block = default;
        return false;
    }

    private static bool IsBlocked(CallInput input, out ResultValue block)
    {
        block = input.Kind switch
        {
            CallInputKind.Value when input.Value.Kind == ResultKind.Blocked => input.Value,
            CallInputKind.List => input.Values.FirstOrDefault(value => value.Kind == ResultKind.Blocked),
            _ => default,
        };
        return block.Kind == ResultKind.Blocked;
    }

    private TraceKey? KeyOf(NodeState node, int index, ImmutableArray<CallInput> inputs, ImmutableArray<(string Name, CallInput Input)> extra)
    {
        if (_options.Reuse.ByContent)
        {
            return ContentKey(node, inputs, extra);
        }

        InheritFromSources(node);
        return node.HidesChance ? null : node.RecipeKey?.OfCall(index);
    }

    private TraceKey? ContentKey(NodeState node, ImmutableArray<CallInput> inputs, ImmutableArray<(string Name, CallInput Input)> extra)
    {
        string? fingerprint = null;
        if (node.Descriptor.Repeatability == Repeatability.Volatile
            || (node.Scope.Plan.Facts.Fingerprints.TryGetValue(node.Local, out fingerprint) && fingerprint is null))
        {
            return null;
        }

        CallKeys.Head(_keys, 'C', node.Node, fingerprint);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!AddToKey(node, i, inputs[i]))
            {
                return null;
            }
        }

        foreach (var (name, input) in extra)
        {
            _keys.Tag('X');
            _keys.Text(name);
            AddToKey(node, -1, input);
        }

        return node.Descriptor.SeesGraph && !AddWhatItSees(node) ? null : _keys.Hash();
    }

    /// <summary>What a node sees of the graph is what the recipes of its sources say.</summary>
    private bool AddWhatItSees(NodeState node)
    {
        foreach (var binding in node.Node.Inputs.Concat(node.Node.Extra.Select(extra => extra.Binding)))
        {
            if (binding.Kind is BindingKind.Link or BindingKind.RawLink)
            {
                var (source, output) = SourceOf(node, binding);
                if (source.HidesChance || source.RecipeKey is not { } key)
                {
                    return false;
                }

                CallKeys.Link(_keys, 0, 'G', key, output);
            }
        }

        return true;
    }

    /// <returns>False where the input has no identity: a raw link to something that is never the same.</returns>
    private bool AddToKey(NodeState node, int position, CallInput input)
    {
        switch (input.Kind)
        {
            case CallInputKind.Setting:
                var setting = node.Node.Inputs[position];
                CallKeys.Setting(_keys, position, node.Node, setting.Kind == BindingKind.Hidden ? node.Id : "", setting, null);
                return true;
            case CallInputKind.RawLink:
                var (linked, output) = SourceOf(node, node.Node.Inputs[position]);
                if (linked.HasNoRecipeRecord || linked.RecipeKey is not { } key)
                {
                    return false;
                }

                CallKeys.Link(_keys, position, 'W', key, output);
                return true;
            case CallInputKind.Value:
                _keys.Small(position);
                _keys.Tag('E');
                _keys.Value(input.Value);
                return true;
            case CallInputKind.List:
                _keys.Small(position);
                _keys.Tag('A');
                _keys.Small(input.Values.Length);
                foreach (var value in input.Values)
                {
                    _keys.Value(value);
                }

                return true;
            case CallInputKind.File:
                _keys.Small(position);
                _keys.Tag('F');
                _keys.Small(input.Files.Length);
                foreach (var file in input.Files)
                {
                    _keys.Id(file.Id);
                }

                return true;
            case CallInputKind.Missing when node.Node.Inputs[position].Kind == BindingKind.Link:
                // What is linked and not wanted yet is not the same as what was left open.
                _keys.Small(position);
                _keys.Tag('?');
                return true;
            default:
                return true;
        }
    }
}
