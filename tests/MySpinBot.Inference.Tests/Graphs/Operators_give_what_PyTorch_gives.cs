using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Inference.Tests;

public sealed class Operators_give_what_PyTorch_gives
{
    // golden/gradient-ops/README.md: 1e-5, and 5e-5 for the composite blocks.
    private const float Tolerance = 1e-5f;
    private const float ToleranceOfBlocks = 5e-5f;

    [Fact]
    public void Every_case_is_built_and_computed_within_its_tolerance()
    {
        using var file = Checkpoint.Open(Path.Combine(Golden.Folder("gradient-ops"), "io.safetensors"));
        var wrong = new List<string>();
        var built = 0;
        foreach (var told in Golden.Json("gradient-ops", "ops.json").EnumerateObject())
        {
            if (!file.TryGet($"{told.Name}.y", out _))
            {
                continue; // an optimizer's steps, a norm of gradients: no forward value, so no graph
            }

            built++;
            if (Fault(file, told) is { } fault)
            {
                wrong.Add($"{told.Name}: {fault}");
            }
        }

        wrong.ShouldBeEmpty();
        built.ShouldBeGreaterThan(0);
    }

    private static string? Fault(Checkpoint file, JsonProperty told)
    {
        var (name, description) = (told.Name, told.Value.GetString()!);
        var g = new OnnxGraphBuilder(name);
        var inputs = new List<(string, Numbers)>();
        GraphValue Input(string input)
        {
            var entry = file.Get($"{name}.{input}");
            if (inputs.All(given => given.Item1 != input))
            {
                inputs.Add((input, Read(file, entry)));
                return g.Input(input, entry.Type, [.. entry.Shape.Select(size => (Dim)size)]);
            }

            return new GraphValue(input, entry.Type, [.. entry.Shape.Select(size => (Dim)size)]);
        }

        var parameters = new RenamedTensors(file, key => key.StartsWith($"{name}.param.", StringComparison.Ordinal) ? key[$"{name}.param.".Length..] : null);
        var y = Read(file, file.Get($"{name}.y"));
        if (new GoldenOperators(g, name, description, Input, parameters, [.. y.Shape]).Build() is not { } result)
        {
            return "no graph is written for it.";
        }

        g.Output("y", result);
        var graph = g.Build();
        if (!graph.Outputs[0].Shape.SequenceEqual(y.Shape.Select(size => (Dim)size)))
        {
            return $"the shape is said to be {graph.Outputs[0]}.";
        }

        var far = Computed.By(graph, [.. inputs])["y"].FarthestFrom(y);
        return far <= (name.StartsWith("block_", StringComparison.Ordinal) ? ToleranceOfBlocks : Tolerance) ? null : $"off by {far}.";
    }

    private static Numbers Read(Checkpoint file, TensorEntry entry)
    {
        if (entry.Type != TensorType.Int64)
        {
            return new(entry.Shape, file.ReadFloats(entry));
        }

        var numbers = new long[entry.Count];
        file.Read(entry, System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()));
        return new(entry.Shape, numbers);
    }
}
