using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Inference;

namespace MySpinBot.Benchmarks.Diffusion;

/// <summary>Diffusion networks of random weights, half as wide as published so that both of a pair fit: as they run here, and as plain operators with ONNX Runtime's own optimisations only. Measured in turn.</summary>
internal static class NetworkRows
{
    private const int Rounds = 5;

    public static IReadOnlyList<Benchmark> All { get; } = [new("networks", Measure)];

    private static Task<IReadOnlyList<Row>> Measure()
    {
        var pictures = UNetShapes.StableDiffusion with { Channels = [160, 320, 640, 640] };
        var videos = VideoUNetShapes.FullSize with { Channels = [128, 256, 256], Heads = [2, 4, 4] };
        return Task.FromResult<IReadOnlyList<Row>>(
        [
            Compare("Stable Diffusion's UNet, half as wide, 512×512", pictures, UNetShapes.Of(pictures), new NetworkSize(1, 1, 64, 64, 77)),
            Compare("Stable Video Diffusion's, narrower, 8 frames of 320×192", videos, VideoUNetShapes.Of(videos), new NetworkSize(1, 8, 24, 40, 1)),
        ]);
    }

    private static Row Compare(string name, NetworkConfig config, ShapeList shapes, NetworkSize size)
    {
        var folder = Directory.CreateTempSubdirectory("myspinbot-networks-").FullName;
        try
        {
            var path = new RandomWeights(shapes).Write(folder, "network.safetensors");
            using var ours = OnnxSession.Load(NetworkFile.Open(config, path, [], TensorType.Float32), ComputeDevice.Cpu);
            using var weights = Checkpoint.Open(path);
            using var plain = Plain(NetworkFile.Graph(config, weights, TensorType.Float32));
            using var room = new NetworkRoom(config, size);
            foreach (var input in room.Inputs.Values)
            {
                input.Floats.Fill(0.5f);
            }

            var (figures, references) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds + 1; round++)
            {
                figures.Add(Bench.Milliseconds(() => ours.Run(room.Inputs, room.Outputs, CancellationToken.None)));
                references.Add(Bench.Milliseconds(() => Run(plain, room)));
            }

            return new Row(name, "ms", figures[1..], "≤ 1.0 ×", "plain operators", references[1..]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static InferenceSession Plain(OnnxGraph graph)
    {
        using var options = SessionOptionsOf.Device(ComputeDevice.Cpu, OnnxSessionOptions.Usual);
        using var places = WeightPlaces.Of(graph, staysMapped: false);
        if (places.Folder is not null)
        {
            options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", places.Folder);
        }

        return new InferenceSession(OnnxWriter.ToBytes(graph, places.Of), options);
    }

    private static void Run(InferenceSession session, NetworkRoom room)
    {
        using var options = new RunOptions();
        using var binding = session.CreateIoBinding();
        foreach (var (name, tensor) in room.Inputs)
        {
            binding.BindInput(name, tensor.Value);
        }

        foreach (var (name, tensor) in room.Outputs)
        {
            binding.BindOutput(name, tensor.Value);
        }

        session.RunWithBinding(options, binding);
    }
}
