using System.Text.Json;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Views;

namespace MySpinBot.Checkpoints.Safetensors;

/// <summary>A model in several files: a JSON whose <c>weight_map</c> says which tensor is in which file beside it.</summary>
internal static class ShardIndex
{
    private const string Ending = ".safetensors.index.json";
    private const int Longest = 64 << 20;

    public static bool Is(string name) => name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    public static Contents Read(CheckpointFile file)
    {
        var wanted = Map(file);
        var beside = new Neighbours(file);
        try
        {
            var tensors = new List<StoredTensor>(wanted.Count);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var shard in wanted.GroupBy(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal))
            {
                var contents = SafetensorsFile.Read(beside.Open(shard.Key));
                var there = contents.Tensors.ToDictionary(tensor => tensor.Entry.Name, StringComparer.Ordinal);
                foreach (var name in shard)
                {
                    tensors.Add(there.TryGetValue(name, out var tensor) ? tensor : throw file.Fault($"says that '{name}' is in '{shard.Key}', where it is not: the files are of different models, or not all of one download."));
                }

                foreach (var (key, text) in contents.Metadata)
                {
                    metadata.TryAdd(key, text);
                }
            }

            return new Contents(CheckpointFormat.Safetensors, tensors, metadata) { Beside = beside.Opened };
        }
        catch
        {
            beside.Close();
            throw;
        }
    }

    private static OrderedDictionary<string, string> Map(CheckpointFile file)
    {
        if (file.Length > Longest)
        {
            throw file.Fault($"is an index of {file.Length} bytes; at most {Longest} are read.");
        }

        var json = new byte[file.Length];
        file.Read(0, json);
        try
        {
            var reader = new Utf8JsonReader(json);
            var map = new OrderedDictionary<string, string>(StringComparer.Ordinal);
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("weight_map"u8))
                {
                    Names(ref reader, map, file);
                }
                else
                {
                    reader.Skip();
                }
            }

            return map.Count > 0 ? map : throw file.Fault("is no index of safetensors files: it has no 'weight_map' with the names of tensors.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw CheckpointException.Of(file.Name, $"is no index of safetensors files: {fault.Message}", fault);
        }
    }

    private static void Names(ref Utf8JsonReader reader, OrderedDictionary<string, string> map, CheckpointFile file)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!map.TryAdd(name, reader.GetString()!) || map.Count > Contents.MostTensors)
            {
                throw file.Fault($"names '{name}' twice, or more than {Contents.MostTensors} tensors.");
            }
        }
    }
}
