using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Videos;

/// <summary>A Stable Video Diffusion in diffusers' folders, with a run of diffusers' pipeline beside it.</summary>
internal sealed class VideoFolder : IDisposable
{
    public VideoFolder(string folder, WeightedCall call)
    {
        Path = folder;
        Io = Checkpoint.Open(System.IO.Path.Combine(folder, "pipeline", "io.safetensors"));
        Call = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(folder, "pipeline", "call.json"))).RootElement;
        Vae = Part("vae", call, PartReading.Vae);
        Vision = Part("image_encoder", call, PartReading.Vision);
        Model = Part("unet", call, (checkpoint, weights, config) => PartReading.Network(checkpoint, weights, config)) with
        {
            LatentScale = VideoModels.Config(folder, "vae").TryGetProperty("scaling_factor", out var scale) ? scale.GetDouble() : 0.18215,
        };
    }

    public string Path { get; }

    public Checkpoint Io { get; }

    /// <summary>What the pipeline was asked.</summary>
    public JsonElement Call { get; }

    public DiffusionModel Model { get; }

    public VisionEncoder Vision { get; }

    public Autoencoder Vae { get; }

    public int Frames => Call.GetProperty("num_frames").GetInt32();

    public int Steps => Call.GetProperty("num_inference_steps").GetInt32();

    public double Number(string name) => Call.GetProperty(name).GetDouble();

    /// <summary>The one key that begins so; what stands behind it, in brackets, differs.</summary>
    public string Key(string start) => Io.Entries.Where(entry => entry.Name.StartsWith(start, StringComparison.Ordinal)).ShouldHaveSingleItem().Name;

    /// <summary>The picture that the video begins with.</summary>
    public Image Picture()
    {
        var entry = Io.Get("image_hwc_u8");
        var bytes = new byte[entry.ByteCount];
        Io.Read(entry, bytes);
        return Image.Own(1, (int)entry.Shape[0], (int)entry.Shape[1], 3, Array.ConvertAll(bytes, level => level / 255f));
    }

    public void Dispose() => Io.Dispose();

    private T Part<T>(string name, WeightedCall call, Func<Checkpoint, WeightFile, JsonElement?, T?> read)
    {
        using var weights = VideoModels.Weights(Path, name);
        return read(weights, call.Put(weights.Path, name), VideoModels.Config(Path, name)) ?? throw new InvalidOperationException($"'{weights.Path}' is no {name}.");
    }
}
