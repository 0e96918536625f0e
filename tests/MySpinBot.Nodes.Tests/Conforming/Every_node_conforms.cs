using System.Reflection;
using MySpinBot.Sdk.Testing;
using FacesFound = MySpinBot.Nodes.Wav2Lip.Faces;

namespace MySpinBot.Nodes.Tests.Conforming;

public sealed class Every_node_conforms
{
    private static readonly Assembly[] Plugins = [.. new[] { "Basics", "Media", "Tts", "Esrgan", "Wav2Lip", "Diffusion", "Svd", "Llm" }.Select(name => Assembly.Load($"MySpinBot.Nodes.{name}"))];

    private static readonly ConformanceOptions Options = new()
    {
        Samples = new Dictionary<string, object>(TinyDiffusion.Samples.Concat(TinyLanguage.Samples))
        {
            ["UPSCALE_MODEL"] = TinyModels.Upscaler, ["WAV2LIP"] = TinyModels.Lips, ["FACE_DETECTOR"] = TinyModels.Detector, ["FACES"] = new FacesFound(8, 8, 1),
        },
        Inputs = new Dictionary<string, object>(TinyDiffusion.Inputs.Concat(TinyLanguage.Inputs))
        {
            ["UpscaleModelLoader.model_name"] = TinyModels.UpscalerFile, ["Wav2LipModelLoader.model_name"] = TinyModels.LipsFile, ["FaceDetectorLoader.model_name"] = TinyModels.DetectorFile,
        },
        Runner = new NodeRunnerOptions { ModelFolders = TinyModels.Folders.Concat(TinyDiffusion.Folders).Concat(TinyLanguage.Folders).GroupBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.First().Value) },
    };

    private static readonly Lazy<IReadOnlyDictionary<string, ConformanceCase>> All = new(()
        => Plugins.SelectMany(plugin => Conformance.Cases(plugin, Options)).ToDictionary(each => each.Name));

    public static TheoryData<string> Names => [.. All.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task In(string name)
    {
        var conformance = All.Value[name];
        Assert.SkipWhen(conformance.Skip is not null, conformance.Skip ?? "");
        await conformance.RunAsync(TestContext.Current.CancellationToken);
    }
}
