using MySpinBot.Language;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Sdk;

namespace MySpinBot.Benchmarks.Language;

/// <summary>A loaded model of chance, whose file goes with it.</summary>
internal sealed class MadeModel : IAsyncDisposable
{
    /// <summary>On the command line: <c>make-llm FILE [f16|q8_0|q4_K]</c> writes the model that is measured with.</summary>
    public const string Word = "make-llm";

    private readonly string _folder;
    private readonly Resident<LlamaModel> _resident;

    private MadeModel(string folder, Resident<LlamaModel> resident) => (_folder, _resident) = (folder, resident);

    public LlamaModel Model => _resident.Model;

    /// <summary>Writes and loads the model that is measured with, on one thread, so that what other programs do weighs least.</summary>
    public static async Task<MadeModel> LoadAsync()
    {
        var folder = Directory.CreateTempSubdirectory("myspinbot-llm-").FullName;
        var path = RandomModels.Llama(LlamaShape.Measured).Write(Path.Join(folder, "made.gguf"));
        var weights = new WeightFile("llm", ContentId.Of("made"u8), new FileInfo(path).Length);
        var recipe = LlamaModel.Recipe(path, weights, new LlamaOptions { Context = 4096, Sequences = 8, Threads = 1 }, [], [new DeviceLedger(DeviceId.Cpu, 16L << 30, 0, 0)]);
        return new MadeModel(folder, await recipe.Load(CancellationToken.None));
    }

    /// <summary>Writes the model alone, to measure with other programs.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="kind">How its matrices are packed: 8 bits unless it says otherwise.</param>
    /// <returns>What was written.</returns>
    public static string Write(string path, string? kind)
    {
        var model = RandomModels.Llama(LlamaShape.Measured with { Numbers = kind is null or "q8_0" ? GgufNumbers.Q8 : GgufNumbers.F16 });
        if (kind is "q4_K")
        {
            var floats = model.Write($"{path}.f16");
            Quantised.By(floats, path, Quantised.MostlyQ4K);
            File.Delete(floats);
        }
        else
        {
            model.Write(path);
        }

        return $"{path}: {model.Parameters} weights in {new FileInfo(path).Length} bytes";
    }

    public async ValueTask DisposeAsync()
    {
        await _resident.Evict();
        Directory.Delete(_folder, recursive: true);
    }
}
