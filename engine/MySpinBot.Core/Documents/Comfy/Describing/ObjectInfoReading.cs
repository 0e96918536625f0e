using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Form;
using MySpinBot.Core.Documents.Reading;
using MySpinBot.Core.Sentences;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Documents.Comfy.Describing;

/// <summary>Reads ComfyUI's <c>/object_info</c>.</summary>
internal static class ObjectInfoReading
{
    // A branching input may bring branching inputs; nobody nests them deeper than this.
    private const int DeepestBranch = 8;

    /// <summary>The node types by name.</summary>
    /// <exception cref="FormatException">It is not such an answer.</exception>
    public static Dictionary<string, NodeInterface> Read(ReadOnlyMemory<byte> utf8)
    {
        if (JsonText.Parse(utf8, ReadLimits.Default, out var root) is { } unreadable)
        {
            throw new FormatException($"The nodes' description is no answer of /object_info. {unreadable.Sentence}");
        }

        var types = new Dictionary<string, NodeInterface>(StringComparer.Ordinal);
        foreach (var type in root.EnumerateObject())
        {
            if (type.Value.ValueKind != JsonValueKind.Object || !type.Value.TryGetProperty("input", out var input) || input.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException($"The nodes' description is no answer of /object_info: {Shown.Name(type.Name)} has no 'input'. Take the whole answer as it is.");
            }

            types[type.Name] = ReadType(type.Name, type.Value, input);
        }

        return types;
    }

    private static NodeInterface ReadType(string name, JsonElement json, JsonElement input)
    {
        var inputs = ReadInputs(input, json.Field("input_order"), 0);
        var grows = inputs.Any(one => one.Type is FieldTypes.Growing or FieldTypes.Branching);
        return new NodeInterface(
            new NodeDescriptor
            {
                ClassType = name,
                Title = json.TextField("display_name") ?? name,
                Description = json.TextField("description") ?? "",
                Category = json.TextField("category") ?? "misc",
                Inputs = [.. inputs.Select(one => DescriptorOf(one, grows))],
                Outputs = ReadOutputs(json),
                IsOutput = json.Field("output_node").ValueKind == JsonValueKind.True,
                TakesExtraInputs = grows,
            },
            inputs);
    }

    private static ImmutableArray<InputInterface> ReadInputs(JsonElement input, JsonElement order, int depth)
    {
        var inputs = ImmutableArray.CreateBuilder<InputInterface>();
        foreach (var group in (ReadOnlySpan<string>)["required", "optional"])
        {
            var declared = input.Field(group);
            if (declared.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            foreach (var name in Ordered(declared, order.Field(group)))
            {
                if (declared.Field(name) is { ValueKind: JsonValueKind.Array } given && given.GetArrayLength() > 0)
                {
                    inputs.Add(ReadInput(name, given, group == "required", depth));
                }
            }
        }

        return inputs.ToImmutable();
    }

    // The order that the answer states, then whatever it leaves out.
    private static IEnumerable<string> Ordered(JsonElement declared, JsonElement order)
    {
        var names = order.ValueKind == JsonValueKind.Array ? order.EnumerateArray().Select(UiJson.Text).OfType<string>() : [];
        return names.Concat(declared.EnumerateObject().Select(one => one.Name)).Distinct(StringComparer.Ordinal);
    }

    private static InputInterface ReadInput(string name, JsonElement given, bool isRequired, int depth)
    {
        var (taken, options) = (given[0], given.GetArrayLength() > 1 ? given[1] : default);
        var type = taken.ValueKind == JsonValueKind.Array ? SocketTypes.Choice : UiJson.Text(taken) ?? SocketTypes.Any;
        var field = FieldTypes.KindOf(options.TextField("widgetType") ?? type);
        var isForced = options.IsTrue("forceInput");
        var choices = taken.ValueKind == JsonValueKind.Array ? taken : options.Field("options");
        var steps = options.Field("control_after_generate");
        return new InputInterface
        {
            Name = name,
            Type = type,
            IsRequired = isRequired,
            Field = isForced ? FieldKind.None : field,
            IsForced = isForced && field != FieldKind.None,
            IsStepped = steps.ValueKind is JsonValueKind.True or JsonValueKind.String || (field == FieldKind.Whole && steps.ValueKind == JsonValueKind.Undefined && FieldTypes.IsSeedName(name)),
            Buttons = options.Field("remote").IsTrue("refresh_button") ? 2 : 0,
            HasUpload = options.IsTrue("image_upload") || options.IsTrue("animated_image_upload") || options.IsTrue("video_upload") || options.IsTrue("audio_upload") || options.IsTrue("file_upload"),
            IsTemplate = options.IsTrue("dynamicPrompts"),
            Choices = field == FieldKind.Choice && choices.ValueKind == JsonValueKind.Array ? [.. choices.EnumerateArray().Select(UiJson.Text).OfType<string>()] : [],
            Branches = field == FieldKind.Branching && depth < DeepestBranch ? ReadBranches(choices, depth) : [],
        };
    }

    private static ImmutableArray<Branch> ReadBranches(JsonElement options, int depth)
    {
        if (options.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var branches = ImmutableArray.CreateBuilder<Branch>();
        foreach (var option in options.EnumerateArray())
        {
            if (UiJson.Text(option.Field("key")) is { } key)
            {
                branches.Add(new Branch(key, option.Field("inputs") is { ValueKind: JsonValueKind.Object } inputs ? ReadInputs(inputs, default, depth + 1) : []));
            }
        }

        return branches.ToImmutable();
    }

    private static ImmutableArray<OutputDescriptor> ReadOutputs(JsonElement json)
    {
        var (types, names, lists) = (json.Items("output"), json.Items("output_name"), json.Items("output_is_list"));
        var outputs = ImmutableArray.CreateBuilder<OutputDescriptor>(types.Count);
        for (var i = 0; i < types.Count; i++)
        {
            var type = types[i].ValueKind == JsonValueKind.Array ? SocketTypes.Choice : UiJson.Text(types[i]) ?? SocketTypes.Any;
            outputs.Add(new OutputDescriptor
            {
                Name = i < names.Count && UiJson.Text(names[i]) is { Length: > 0 } name ? name : type,
                Type = type == FieldTypes.Matching ? SocketTypes.Any : type,
                IsList = i < lists.Count && lists[i].ValueKind == JsonValueKind.True,
            });
        }

        return outputs.ToImmutable();
    }

    // Inputs of which more come and go with what is chosen cannot be required by name.
    private static InputDescriptor DescriptorOf(InputInterface input, bool grows) => new()
    {
        Name = input.Name,
        Type = input.Type switch
        {
            FieldTypes.Matching => SocketTypes.Any,
            FieldTypes.Branching => SocketTypes.Choice,
            FieldTypes.Growing => SocketTypes.Any,
            _ when input.Field == FieldKind.Other => SocketTypes.Json,
            _ => input.Type,
        },
        IsRequired = input.IsRequired && !(grows && input.Type == FieldTypes.Growing),
        IsSocketOnly = input.Field == FieldKind.None,
        IsSeed = input is { IsStepped: true, Field: FieldKind.Whole },
        Choices = input.Field == FieldKind.Branching ? [.. input.Branches.Select(branch => branch.Key)] : input.Choices,
    };
}
