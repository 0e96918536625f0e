using MySpinBot.Language;
using MySpinBot.Language.Tests.Making;
using MySpinBot.Sdk;

namespace MySpinBot.Benchmarks.Language;

/// <summary>A loaded model of chance, whose file goes with it.</summary>
internal sealed class MadeModel : IAsyncDisposable
{
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

    public async ValueTask DisposeAsync()
    {
        await _resident.Evict();
        Directory.Delete(_folder, recursive: true);
    }
}
