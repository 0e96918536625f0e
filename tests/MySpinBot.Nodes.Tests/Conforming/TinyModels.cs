using MySpinBot.Inference;
using MySpinBot.Nodes.Tests.Esrgan;

namespace MySpinBot.Nodes.Tests.Conforming;

/// <summary>Models that nodes are called with where any will do: small ones, made here.</summary>
internal static class TinyModels
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "tiny-models");

    public static readonly string UpscalerFile = TinyUpscaler.Write(Root, scale: 2);

    public static readonly UpscaleModel Upscaler = Named();

    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Folders = new Dictionary<string, IReadOnlyList<string>> { [UpscaleModel.Folder] = [Path.Combine(Root, UpscaleModel.Folder)] };

    private static UpscaleModel Named()
    {
        var bytes = File.ReadAllBytes(UpscalerFile);
        return new UpscaleModel(new WeightFile(UpscaleModel.Folder, ContentId.Of(bytes), bytes.Length), "SRVGGNetCompact", 2);
    }
}
