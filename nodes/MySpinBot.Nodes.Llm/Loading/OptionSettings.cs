using System.Text.Json;
using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>Reads how a model is loaded out of settings.</summary>
internal static class OptionSettings
{
    private const string Known = "context, sequences, device, device_layers, cache, rope_scaling, rope_base, rope_scale, threads, saved_bytes";

    /// <summary>Reads an object of settings.</summary>
    /// <param name="json">The object.</param>
    /// <param name="otherwise">What holds where it says nothing.</param>
    /// <param name="place">Where it stands, for sentences.</param>
    /// <exception cref="NodeFailure">It is not what settings are.</exception>
    public static LlamaOptions Read(JsonElement json, LlamaOptions otherwise, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new NodeFailure($"In the settings of the language models, '{place}' is no object; it may have {Known}.");
        }

        return json.EnumerateObject().Aggregate(otherwise, (options, setting) => With(options, setting.Name, setting.Value, $"{place}/{setting.Name}"));
    }

    private static LlamaOptions With(LlamaOptions options, string name, JsonElement value, string place) => name switch
    {
        "context" => options with { Context = Whole(value, 0, LlmLoaderNode.MostTokens, place) },
        "sequences" => options with { Sequences = Whole(value, 1, 256, place) },
        "device" => options with { Device = Device(value, place) },
        "device_layers" => options with { DeviceLayers = Whole(value, -1, 10_000, place) is >= 0 and var layers ? layers : null },
        "cache" => options with { Cache = Choice(value, place, ("f16", CacheType.F16), ("f32", CacheType.F32), ("q8", CacheType.Q8)) },
        "rope_scaling" => options with
        {
            RopeScaling = Choice(value, place, ("model", RopeScaling.FromModel), ("none", RopeScaling.None), ("linear", RopeScaling.Linear), ("yarn", RopeScaling.Yarn)),
        },
        "rope_base" => options with { RopeBase = Number(value, place) },
        "rope_scale" => options with { RopeScale = Number(value, place) },
        "threads" => options with { Threads = Whole(value, 0, 512, place) },
        "saved_bytes" => options with { SavedBytes = value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var bytes) && bytes >= 0 ? bytes : throw Wrong(place, "a number of bytes from 0 up") },
        _ => throw new NodeFailure($"In the settings of the language models there is no '{place}'; there are {Known}."),
    };

    private static int Whole(JsonElement value, int least, int most, string place)
        => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(place, $"a whole number from {least} to {most}");

    private static double? Number(JsonElement value, string place)
        => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number >= 0 ? (number > 0 ? number : null) : throw Wrong(place, "a number from 0 up");

    private static string? Device(JsonElement value, string place)
        => value.ValueKind == JsonValueKind.String && DeviceNames.IsOne(value.GetString()!) ? (value.GetString() is "auto" ? null : value.GetString()) : throw Wrong(place, "auto, cpu, cuda:0 or vulkan:0");

    private static T Choice<T>(JsonElement value, string place, params (string Name, T Member)[] members)
    {
        foreach (var (name, member) in members)
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(name))
            {
                return member;
            }
        }

        throw Wrong(place, string.Join(", ", members.Select(member => member.Name)));
    }

    private static NodeFailure Wrong(string place, string right) => new($"In the settings of the language models, '{place}' takes {right}.");
}
