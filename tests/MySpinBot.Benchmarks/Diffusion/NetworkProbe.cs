using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Inference;

namespace MySpinBot.Benchmarks.Diffusion;

/// <summary>A process that loads one diffusion network of random weights and runs it, and says how long that took and what the kernel counted.</summary>
internal static class NetworkProbe
{
    /// <summary>What the process is started with, before the model (<c>sd15</c>, <c>svd</c>, <c>sd15/fp16</c> for a file of halves, <c>vae-decoder</c>, <c>vae-encoder</c> or <c>video-vae-decoder</c>; <c>checkpoint</c> only writes a file with all parts), groups, frames, height and width in cells, tokens, how many runs, and a file for the weights that is kept.</summary>
    public const string Word = "be-network";

    /// <summary>Measures, and writes lines.</summary>
    public static void Be(string[] asked)
    {
        var (name, numbers) = (asked[0], asked[1..7].Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray());
        var size = new NetworkSize(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        var path = asked[7];
        if (name.StartsWith("vae", StringComparison.Ordinal) || name.StartsWith("video-vae", StringComparison.Ordinal))
        {
            BePart(name, size, numbers[5]);
            return;
        }

        if (name.StartsWith("checkpoint", StringComparison.Ordinal))
        {
            Write(name.EndsWith("/fp16", StringComparison.Ordinal) ? TensorType.Float16 : TensorType.Float32, path);
            return;
        }

        var (config, shapes) = Model(name.Split('/')[0]);
        if (!File.Exists(path))
        {
            Say("written in", Bench.Milliseconds(() => new RandomWeights(shapes, type: name.EndsWith("/fp16", StringComparison.Ordinal) ? TensorType.Float16 : TensorType.Float32).Write(path)) / 1000, "s");
        }

        Settle();
        var before = Kilobytes("RssAnon");
        File.WriteAllText("/proc/self/clear_refs", "5");
        OnnxSession? session = null;
        Say("loaded in", Bench.Milliseconds(() => session = OnnxSession.Load(NetworkFile.Open(config, path, [], TensorType.Float32), ComputeDevice.Cpu)) / 1000, "s");
        Say("peak while loading", Kilobytes("VmHWM") / 1024.0, "MiB");
        Settle();
        Say("resident told", session!.Model.ResidentBytes(ComputeDevice.Cpu) / 1048576.0, "MiB");
        Say("resident taken", (Kilobytes("RssAnon") - before) / 1024.0, "MiB");
        long told = 0;
        Say("reckoned in", Bench.Milliseconds(() => told = session.Model.WorkingBytes(ComputeDevice.Cpu, NetworkRoom.Sizes(size))), "ms");
        Say("run told", told / 1048576.0, "MiB");
        if (numbers[5] > 0)
        {
            using var room = new NetworkRoom(config, size);
            Fill(room);
            File.WriteAllText("/proc/self/clear_refs", "5");
            var rests = Kilobytes("VmRSS");
            for (var run = 0; run < numbers[5]; run++)
            {
                var cpu = Bench.CpuMilliseconds;
                Say("run", Bench.Milliseconds(() => session.Run(room.Inputs, room.Outputs, CancellationToken.None)) / 1000, "s");
                Say("  processor", (Bench.CpuMilliseconds - cpu) / 1000, "s");
                Say("  peak", (Kilobytes("VmHWM") - rests) / 1024.0, "MiB");
            }

            var output = room.Outputs[NetworkPorts.Output].ToFloats();
            Say("deviation of the output", Math.Sqrt(output.Average(value => (double)value * value)), "");
        }

        session.Dispose();
    }

    /// <summary>A network of full size by name.</summary>
    public static (NetworkConfig Config, ShapeList Shapes) Model(string name)
        => name == "svd" ? (VideoUNetShapes.FullSize, VideoUNetShapes.Of(VideoUNetShapes.FullSize)) : (UNetShapes.StableDiffusion, UNetShapes.Of(UNetShapes.StableDiffusion));

    // A half of an autoencoder, whose weights need no file of their own.
    private static void BePart(string name, NetworkSize size, int runs)
    {
        var sizes = NetworkRoom.Sizes(size);
        sizes["k"] = 1;
        Settle();
        var before = Kilobytes("RssAnon");
        using var session = OnnxSession.Load(OnnxModel.Of(NetworkTable.Part(name, TensorType.Float32).Graph), ComputeDevice.Cpu);
        Settle();
        Say("resident told", session.Model.ResidentBytes(ComputeDevice.Cpu) / 1048576.0, "MiB");
        Say("resident taken", (Kilobytes("RssAnon") - before) / 1024.0, "MiB");
        Say("run told", session.Model.WorkingBytes(ComputeDevice.Cpu, sizes) / 1048576.0, "MiB");
        File.WriteAllText("/proc/self/clear_refs", "5");
        var rests = Kilobytes("VmRSS");
        for (var run = 0; run < runs; run++)
        {
            var inputs = session.Model.Inputs.ToDictionary(input => input.Name, input => Tensor.Allocate(input.Type, [.. input.Shape.Select(side => side.Size(sizes))]), StringComparer.Ordinal);
            foreach (var input in inputs.Values.Where(input => input.Type == TensorType.Float32))
            {
                input.Floats.Fill(0.5f);
            }

            var cpu = Bench.CpuMilliseconds;
            Say("run", Bench.Milliseconds(() => session.Run(inputs, CancellationToken.None).Values.ToList().ForEach(output => output.Dispose())) / 1000, "s");
            Say("  processor", (Bench.CpuMilliseconds - cpu) / 1000, "s");
            Say("  peak", (Kilobytes("VmHWM") - rests) / 1024.0, "MiB");
            inputs.Values.ToList().ForEach(input => input.Dispose());
        }
    }

    // Stable Diffusion 1.5 as its authors published it: all parts in one file.
    private static void Write(TensorType type, string path)
    {
        ITensors Part(ShapeList shapes) => new RandomWeights(shapes, type: type);
        var pictures = UNetShapes.StableDiffusion;
        SingleFile.StableDiffusion(Part(UNetShapes.Of(pictures)), pictures, Part(AutoencoderShapes.Of(AutoencoderShapes.StableDiffusion)), Part(ClipTextShapes.Of(ClipTextShapes.Full))).Write(path);
    }

    private static void Fill(NetworkRoom room)
    {
        var random = new Random(1);
        foreach (var (name, tensor) in room.Inputs)
        {
            foreach (ref var value in tensor.Floats)
            {
                value = name == NetworkPorts.Timestep ? 500 : (random.NextSingle() * 4) - 2;
            }
        }
    }

    private static void Say(string what, double number, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-26}{number,12:0.00} {unit}"));

    // What the garbage collector and the C library hold is not what is measured.
    private static void Settle()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        HostMemory.ReturnFreed();
    }

    private static long Kilobytes(string key)
    {
        var line = File.ReadLines("/proc/self/status").First(each => each.StartsWith($"{key}:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(key.Length + 1, line.Length - key.Length - 3).Trim(), CultureInfo.InvariantCulture);
    }
}
