using System.Text.Json;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Tests.Files;

/// <summary>Compares what our nodes tell with what ComfyUI tells of those of the same name. The file is named by MYSPINBOT_PAIRS: a folder with <c>object_info.json</c>.</summary>
public sealed class Nodes_of_ComfyUI_s_names(ITestOutputHelper output)
{
    // Inputs whose number or kind follows from other inputs are told in a way of their own by ComfyUI; ours are unions and choices, and take the same graphs. Two nodes have got outputs and inputs since. Loaders offer the kinds that they load. What has a default is told behind what has none.
    private static readonly string[] Known =
    [
        "BatchImagesNode.images", "CLIPLoader.type.choices", "ComfyMathExpression.values", "ComfySwitchNode.output", "ComfySwitchNode.on_false", "ComfySwitchNode.on_true", "CreateVideo.bit_depth", "GetVideoComponents.output",
        "GetVideoComponents.output_is_list", "KSampler.required", "KSamplerAdvanced.required", "PrimitiveFloat.value.min", "PrimitiveFloat.value.max", "PrimitiveInt.value.min", "PrimitiveInt.value.max", "ResizeImageMaskNode.output", "ResizeImageMaskNode.input", "ResizeImageMaskNode.resize_type", "SamplerCustom.required", "SaveImageAdvanced.format", "SaveVideo.format", "SaveVideo.codec", "VAELoader.vae_name.choices",
    ];

    private static readonly string[] Plugins = ["MySpinBot.Nodes.Basics", "MySpinBot.Nodes.Media", "MySpinBot.Nodes.Esrgan", "MySpinBot.Nodes.Diffusion", "MySpinBot.Nodes.Svd"];

    [Fact]
    public async Task Are_read_alike_by_clients()
    {
        var pairs = Environment.GetEnvironmentVariable("MYSPINBOT_PAIRS");
        Assert.SkipWhen(string.IsNullOrEmpty(pairs), "MYSPINBOT_PAIRS names no folder.");
        await using var served = await FilesServed.StartAsync();
        served.Catalog = new CatalogMessage([.. Plugins.SelectMany(Packs.Nodes)], [], []);
        var ours = await served.Json("/object_info");
        var theirs = JsonElement.Parse(await File.ReadAllBytesAsync(Path.Join(pairs, "object_info.json")));
        var (common, differences) = (0, new List<string>());
        foreach (var node in theirs.EnumerateObject())
        {
            if (ours.TryGetProperty(node.Name, out var own))
            {
                common++;
                Compare(node.Name, own, node.Value, differences);
            }
        }

        output.WriteLine($"{common} common types, {differences.Count} differences");
        differences.ForEach(output.WriteLine);
        common.ShouldBeGreaterThanOrEqualTo(46);
        differences.Where(difference => !Known.Contains(difference[..difference.IndexOf(':', StringComparison.Ordinal)])).ShouldBeEmpty();
    }

    private static void Compare(string node, JsonElement own, JsonElement their, List<string> differences)
    {
        foreach (var key in Keys(own))
        {
            Same($"{node}.{key}", own.GetProperty(key), their.GetProperty(key), differences);
        }

        foreach (var group in (string[])["required", "optional"])
        {
            Order($"{node}.{group}", own, their, group, differences);
            foreach (var input in their.GetProperty("input").TryGetProperty(group, out var inputs) ? inputs.EnumerateObject() : default)
            {
                var place = $"{node}.{input.Name}";
                if (Find(own, input.Name) is not { } mine)
                {
                    differences.Add($"{place}: missing");
                    continue;
                }

                var (myType, theirType) = (TypeOf(mine), TypeOf(input.Value));
                if (myType != theirType)
                {
                    differences.Add($"{place}: {myType}, not {theirType}");
                }
                else
                {
                    CompareOptions(place, mine, input.Value, differences);
                }
            }
        }
    }

    // Our older nodes have categories of their own, and some of their outputs names that say more.
    private static string[] Keys(JsonElement own)
    {
        string[] always = ["name", "output_node", "is_input_list", "output", "output_is_list"];
        return own.GetProperty("python_module").GetString() is "MySpinBot.Nodes.Diffusion" or "MySpinBot.Nodes.Svd" ? [.. always, "category", "output_name"] : always;
    }

    private static void CompareOptions(string place, JsonElement mine, JsonElement their, List<string> differences)
    {
        foreach (var name in (string[])["default", "min", "max", "step", "multiline"])
        {
            // A step of one is what there is without one, and so is one line.
            if (Option(their, name) is { } theirs && theirs.ToString().Length > 0 && !(name == "multiline" && theirs.ValueKind == JsonValueKind.False) && !(name == "step" && theirs.GetDouble() == 1))
            {
                Same($"{place}.{name}", Option(mine, name) ?? default, theirs, differences);
            }
        }

        // An empty list is one of files, of which there were none.
        if (their[0].ValueKind == JsonValueKind.Array && their[0].GetArrayLength() > 0)
        {
            Same($"{place}.choices", mine[0], their[0], differences);
        }
    }

    // Inputs of ours that they have not may stand between theirs.
    private static void Order(string place, JsonElement own, JsonElement their, string group, List<string> differences)
    {
        if (their.GetProperty("input_order").TryGetProperty(group, out var theirs))
        {
            var names = theirs.EnumerateArray().Select(name => name.GetString()!).ToArray();
            var mine = own.GetProperty("input_order").EnumerateObject().SelectMany(inputs => inputs.Value.EnumerateArray()).Select(name => name.GetString()!);
            var (known, common) = (mine.Where(names.Contains).ToArray(), names.Where(name => Find(own, name) is not null).ToArray());
            if (!known.SequenceEqual(common))
            {
                differences.Add($"{place}: {string.Join(", ", known)}, not {string.Join(", ", common)}");
            }
        }
    }

    private static JsonElement? Find(JsonElement node, string input)
    {
        foreach (var group in node.GetProperty("input").EnumerateObject())
        {
            if (group.Value.TryGetProperty(input, out var found))
            {
                return found;
            }
        }

        return null;
    }

    private static JsonElement? Option(JsonElement input, string name)
        => input.GetArrayLength() > 1 && input[1].ValueKind == JsonValueKind.Object && input[1].TryGetProperty(name, out var value) ? value : null;

    private static string TypeOf(JsonElement input) => input[0].ValueKind == JsonValueKind.Array ? "COMBO" : input[0].GetString()!;

    private static void Same(string place, JsonElement mine, JsonElement theirs, List<string> differences)
    {
        if (mine.ValueKind == JsonValueKind.Undefined || !JsonElement.DeepEquals(mine, theirs))
        {
            differences.Add($"{place}: {Plain(mine)}, not {Plain(theirs)}");
        }
    }

    private static string Plain(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? "nothing" : JsonSerializer.Serialize(element);
}
