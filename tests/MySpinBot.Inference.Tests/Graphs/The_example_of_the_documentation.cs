using MySpinBot.Checkpoints;

namespace MySpinBot.Inference.Tests;

public sealed class The_example_of_the_documentation
{
    [Fact]
    public void Is_written_as_it_runs()
    {
        var (page, code) = (Above("docs/BUILDING-MODELS.md"), Above("tests/MySpinBot.Inference.Tests/Graphs/Doubler.cs"));
        var example = page.Split("```csharp\n")[1].Split("```")[0];

        code.ShouldBe(example.Replace("using MySpinBot.Inference;\n", "using MySpinBot.Inference;\n\nnamespace MySpinBot.Inference.Tests;\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Doubles_a_picture()
    {
        float[] Weights(int seed, params long[] shape) => [.. Numbers.Random(seed, shape).Floats.Select(number => number * 0.1f)];
        var weights = new MemoryTensors()
            .Add("first.weight", Weights(1, 32, 3, 3, 3), 32, 3, 3, 3).Add("first.bias", Weights(2, 32), 32)
            .Add("second.weight", Weights(3, 32, 32, 3, 3), 32, 32, 3, 3)
            .Add("last.weight", Weights(4, 12, 32, 3, 3), 12, 32, 3, 3).Add("last.bias", Weights(5, 12), 12);
        var graph = Doubler.Build(weights);

        graph.ToText().ShouldBe("""
            doubler
              input x Float32[n, 3, h, w]
              first.Conv = Conv(x, first.weight[32, 3, 3, 3], first.bias[32], pads: [1, 1, 1, 1]) Float32[n, 32, h, w]
              LeakyRelu = LeakyRelu(first.Conv, alpha: 0.2) Float32[n, 32, h, w]
              body.second.Conv = Conv(LeakyRelu, second.weight[32, 32, 3, 3], pads: [1, 1, 1, 1]) Float32[n, 32, h, w]
              body.Mul = Mul(body.second.Conv, [0.2]) Float32[n, 32, h, w]
              body.Add = Add(LeakyRelu, body.Mul) Float32[n, 32, h, w]
              last.Conv = Conv(body.Add, last.weight[12, 32, 3, 3], last.bias[12], pads: [1, 1, 1, 1]) Float32[n, 12, h, w]
              DepthToSpace = DepthToSpace(last.Conv, blocksize: 2, mode: CRD) Float32[n, 3, 2*h, 2*w]
              Resize = Resize(x, _, [1, 1, 2, 2], coordinate_transformation_mode: asymmetric, mode: nearest, nearest_mode: floor) Float32[n, 3, 2*h, 2*w]
              y = Add(DepthToSpace, Resize) Float32[n, 3, 2*h, 2*w]
              output y Float32[n, 3, 2*h, 2*w]

            """);
        using var session = OnnxSession.Load(OnnxModel.Of(graph), ComputeDevice.Cpu);
        using var picture = Tensor.Of(Numbers.Random(6, 1, 3, 5, 7).Floats, 1, 3, 5, 7);
        using var doubled = session.Run(new Dictionary<string, Tensor> { ["x"] = picture }, default)["y"];

        doubled.Shape.ShouldBe([1, 3, 10, 14]);
    }

    private static string Above(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, file)))
            {
                return File.ReadAllText(Path.Combine(folder.FullName, file));
            }
        }

        throw new FileNotFoundException(file);
    }
}
