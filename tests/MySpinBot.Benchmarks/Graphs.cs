using System.Text;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;
using MySpinBot.Runtime;

namespace MySpinBot.Benchmarks;

/// <summary>The graphs that are measured, as documents in ComfyUI's API format.</summary>
internal static class Graphs
{
    /// <summary>A number and a chain of additions behind it.</summary>
    public static byte[] Chain(int length, int start = 1)
        => Document(Enumerable.Range(1, length - 1)
            .Select(i => Node($"n{i}", "BenchAdd", ("a", Link($"n{i - 1}")), ("b", $"{i}")))
            .Prepend(Node("n0", "BenchNumber", ("value", $"{start}")))
            .Append(End($"n{length - 1}")));

    /// <summary>Numbers, joined by tens until one is left.</summary>
    public static byte[] Wide(int count, int start)
    {
        var layer = Enumerable.Range(0, count).Select(i => $"n{i}").ToList();
        var nodes = layer.Select((id, i) => Node(id, "BenchNumber", ("value", $"{start + i}"))).ToList();
        for (var level = 0; layer.Count > 1; level++)
        {
            var joins = layer.Chunk(10).Select((ten, i) => (Id: $"j{level}_{i}", Ten: ten)).ToList();
            nodes.AddRange(joins.Select(join => Node(join.Id, "BenchJoin", [.. join.Ten.Select((id, k) => ($"x{k}", Link(id)))])));
            layer = [.. joins.Select(join => join.Id)];
        }

        return Document(nodes.Append(End(layer[0])));
    }

    /// <summary>Nodes of one type beside each other.</summary>
    public static byte[] Beside(string type, string setting, int count, int amount)
        => Document(Enumerable.Range(0, count).SelectMany(i => new[]
        {
            Node($"n{i}", type, (setting, $"{amount}"), ("value", $"{i}")),
            Node($"e{i}", "BenchEnd", ("value", Link($"n{i}"))),
        }));

    public static async Task<ValidGraph> Valid(Engine engine, byte[] document)
    {
        var read = GraphReader.Read(document, ReadLimits.Default);
        var validated = await engine.ValidateAsync(read.Document!, CancellationToken.None);
        return validated.Graph ?? throw new InvalidOperationException(validated.Problems[0].Sentence);
    }

    private static string End(string last) => Node("end", "BenchEnd", ("value", Link(last)));

    private static string Link(string id) => $"[\"{id}\",0]";

    private static string Node(string id, string type, params (string Name, string Value)[] inputs)
        => $"\"{id}\":{{\"class_type\":\"{type}\",\"inputs\":{{{string.Join(',', inputs.Select(input => $"\"{input.Name}\":{input.Value}"))}}}}}";

    private static byte[] Document(IEnumerable<string> nodes) => Encoding.UTF8.GetBytes($"{{{string.Join(',', nodes)}}}");
}
