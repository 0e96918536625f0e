using System.Text.Json;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Server.Tests.Files;

/// <summary>Compares what our nodes tell with what ComfyUI tells of those of the same name. The file is named by MYSPINBOT_PAIRS: a folder with <c>object_info.json</c>.</summary>
public sealed class Nodes_of_ComfyUI_s_names(ITestOutputHelper output)
{
    // Inputs whose number or kind follows from other inputs are told in a way of their own by ComfyUI; ours are unions and choices, and take the same graphs. Two nodes have got outputs and inputs since.
    private static readonly string[] Known =
    [
        "BatchImagesNode.images", "ComfyMathExpression.values", "ComfySwitchNode.output", "ComfySwitchNode.on_false", "ComfySwitchNode.on_true", "CreateVideo.bit_depth", "GetVideoComponents.output",
        "GetVideoComponents.output_is_list", "ResizeImageMaskNode.output", "ResizeImageMaskNode.input", "ResizeImageMaskNode.resize_type", "SaveImageAdvanced.format", "SaveVideo.format", "SaveVideo.codec",
    ];

    [Fact]
    public async Task Are_read_alike_by_clients()
    {
        var pairs = Environment.GetEnvironmentVariable("MYSPINBOT_PAIRS");
        Assert.SkipWhen(string.IsNullOrEmpty(pairs), "MYSPINBOT_PAIRS names no folder.");
        await using var served = await FilesServed.StartAsync();
        served.Catalog = new CatalogMessage([.. Packs.Nodes("MySpinBot.Nodes.Basics"), .. Packs.Nodes("MySpinBot.Nodes.Media")], [], []);
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
        foreach (var key in (string[])["name", "output_node", "is_input_list"])
        {
            Same($"{node}.{key}", own.GetProperty(key), their.GetProperty(key), differences);
        }

        Same($"{node}.output", own.GetProperty("output"), their.GetProperty("output"), differences);
        Same($"{node}.output_is_list", own.GetProperty("output_is_list"), their.GetProperty("output_is_list"), differences);
        foreach (var group in (string[])["required", "optional"])
        {
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
                else if (Option(input.Value, "default") is { } theirs && theirs.ToString().Length > 0)
                {
                    Same($"{place}.default", Option(mine, "default") ?? default, theirs, differences);
                }
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
        if (!JsonElement.DeepEquals(mine, theirs))
        {
            differences.Add($"{place}: {Plain(mine)}, not {Plain(theirs)}");
        }
    }

    private static string Plain(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? "nothing" : JsonSerializer.Serialize(element);
}
