using System.Globalization;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Inference;

namespace MySpinBot.Benchmarks.Diffusion;

/// <summary>A process that loads one diffusion network of random weights and runs it, and says how long that took and what the kernel counted.</summary>
internal static class NetworkProbe
{
    /// <summary>What the process is started with, before the model (<c>sd15</c>, <c>svd</c>, <c>sd15/fp16</c> for a file of halves), groups, frames, height and width in cells, tokens, how many runs, and a file for the weights that is kept.</summary>
    public const string Word = "be-network";

    /// <summary>Measures, and writes lines.</summary>
    public static void Be(string[] asked)
    {
        var (name, numbers) = (asked[0], asked[1..7].Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray());
        var size = new NetworkSize(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        var path = asked[7];
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
