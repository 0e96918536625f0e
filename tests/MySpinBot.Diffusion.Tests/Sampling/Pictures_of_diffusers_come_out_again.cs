using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Imaging.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Sampling;

/// <summary>Text to image from prompt to picture, as StableDiffusionPipeline went: text encoder, guided network, scheduler and autoencoder from their recipes, with the reference's tokens and noise.</summary>
[Trait("Category", "golden")]
public sealed class Pictures_of_diffusers_come_out_again
{
    private const double EmbeddingTolerance = 2e-5;
    private const double NetworkTolerance = 5e-5;
    private const double ImageTolerance = 2e-4;

    [Fact]
    public async Task In_every_case()
    {
        foreach (var folder in Golden.Folders("sd15-*"))
        {
            await using var call = new WeightedCall();
            using var io = Checkpoint.Open(Path.Combine(folder, "pipeline", "io.safetensors"));
            foreach (var each in JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "pipeline", "call.json"))).RootElement.EnumerateObject())
            {
                await CompareAsync(folder, io, each.Name, each.Value, call);
            }
        }
    }

    private static async Task CompareAsync(string folder, Checkpoint io, string name, JsonElement how, WeightedCall call)
    {
        var encoder = TextEncoderFile.Read(Path.Combine(folder, "text_encoder", "model.safetensors"), call.Put(Path.Combine(folder, "text_encoder", "model.safetensors")));
        var (positive, negative) = (await EncodedAsync(call, encoder, io, $"{name}.prompt"), await EncodedAsync(call, encoder, io, $"{name}.negative"));

        var json = JsonNode.Parse(how.GetProperty("scheduler_config").GetRawText())!.AsObject();
        json["_class_name"] = how.GetProperty("scheduler").GetString();
        var walk = DiffusersWalk.Of(DiffusersConfig.Read(JsonSerializer.SerializeToElement(json)), how.GetProperty("num_inference_steps").GetInt32());
        Seen.Farthest(walk.Timesteps.AsSpan(), io.ReadFloats($"{name}.timesteps")).ShouldBe(0, name);
        Seen.Farthest(walk.Sigmas.AsSpan(), io.ReadFloats($"{name}.sigmas")).ShouldBeLessThanOrEqualTo(2e-4, name);

        using var weights = Checkpoint.Open(GoldenUNet.FileOf(folder));
        var model = new DiffusionModel(call.Put(weights.Path), UNetReading.Of(weights, GoldenUNet.Json(folder)), SamplingConfig.StableDiffusion);
        var noise = io.ReadFloats($"{name}.noise");
        var vae = Autoencoder(folder, call);
        var factor = vae.Network.Factor;
        model = model with { LatentScale = Described(folder).GetProperty("scaling_factor").GetDouble() };
        var shape = new LatentShape(1, model.Network.OutChannels, how.GetProperty("height").GetInt32() / factor, how.GetProperty("width").GetInt32() / factor);
        noise.Length.ShouldBe(shape.Count);

        using var network = await DiffusionNetwork.OpenAsync(model, call, call.Cancellation);
        await FirstAsync(network, io, name, walk, shape, call);
        var sampled = await SampledAsync(network, new Guider(model, new Conditioning([positive]), new Conditioning([negative]), how.GetProperty("guidance_scale").GetDouble()), walk, shape, noise, call);
        var latents = io.ReadFloats($"{name}.latents_per_step");
        sampled.Count.ShouldBe(walk.Timesteps.Length);
        for (var step = 0; step < sampled.Count; step++)
        {
            var wanted = latents.AsSpan(step * shape.Count, shape.Count);
            Seen.Farthest(sampled[step], wanted).ShouldBeLessThanOrEqualTo(LatentTolerance(wanted), $"{name}: step {step}");
        }

        await PictureAsync(vae, io, name, [.. sampled[^1].Select(value => value / (float)model.LatentScale)], shape, call);
    }

    private static async Task<Condition> EncodedAsync(WeightedCall call, TextEncoder encoder, Checkpoint io, string which)
    {
        var ids = new long[io.Get($"{which}_ids").Count];
        io.Read(io.Get($"{which}_ids"), System.Runtime.InteropServices.MemoryMarshal.AsBytes(ids.AsSpan()));
        using var tower = await TextTowerRun.OpenAsync(encoder, 0, call, call.Cancellation);
        var (text, pooled) = await tower.EncodeAsync(new PromptTokens([[.. ids.Select(id => new PromptToken((int)id, 1, 1))]], []), -1, call.Cancellation);
        Seen.Farthest(text.Values, io.ReadFloats($"{which}_embeds")).ShouldBeLessThanOrEqualTo(EmbeddingTolerance, which);
        return new Condition(text) { Pooled = pooled };
    }

    // What the network says of the start, the negative first.
    private static async Task FirstAsync(DiffusionNetwork network, Checkpoint io, string name, DiffusersWalk walk, LatentShape shape, WeightedCall call)
    {
        float[] start = [.. io.ReadFloats($"{name}.noise").Select(value => value * walk.StartScale)];
        var scaled = new float[start.Length];
        walk.ScaleInput(0, start, scaled);
        var (negative, positive) = (io.ReadFloats($"{name}.negative_embeds"), io.ReadFloats($"{name}.prompt_embeds"));
        var size = new NetworkSize(2, 1, shape.Height, shape.Width, (int)io.Get($"{name}.prompt_embeds").Shape[1]);
        (await network.ReserveAsync(size, call.Cancellation)).ShouldBeTrue();
        var output = new float[2 * shape.Count];
        network.Predict(new NetworkInput { Size = size, Sample = (float[])[.. scaled, .. scaled], Timesteps = [walk.Timesteps[0], walk.Timesteps[0]], Context = (float[])[.. negative, .. positive] }, output, call.Cancellation);
        Seen.Farthest(output, io.ReadFloats($"{name}.unet_out_step0[uncond,cond]")).ShouldBeLessThanOrEqualTo(NetworkTolerance, name);
    }

    private static async Task<List<float[]>> SampledAsync(DiffusionNetwork network, Guider guider, DiffusersWalk walk, LatentShape shape, float[] noise, WeightedCall call)
    {
        var sampling = ModelSampling.Of(guider.Model.Sampling);
        var picture = PaintedPicture.Of(Latent.Zeros(shape), guider.Model.LatentScale);
        var guidance = Guidance.Of(guider);
        var conditioned = new ConditionedNetwork(network, sampling, picture, new BatchRoom(network, _ => { }), call.Cancellation) { Times = walk.Timestep };
        var sides = new Sides(conditioned, shape, Placement.Of(guidance.Sides, shape, sampling));
        await conditioned.PrepareAsync(sides.Groups([true, true]));
        List<float[]> before = [];
        var (end, _) = DiffusersDescent.Run(new GuidedDenoiser(guidance, sides, shape, sampling, call.Cancellation), walk, picture.Values, noise, 1, _ => { }, step => before.Add(step.X.ToArray()), call.Cancellation);
        return [.. before.Skip(1), end];
    }

    private static Autoencoder Autoencoder(string folder, WeightedCall call)
    {
        var path = Directory.EnumerateFiles(Path.Combine(folder, "vae"), "diffusion_pytorch_model*.safetensors").Single(file => !file.Contains("deprecated", StringComparison.Ordinal));
        using var weights = Checkpoint.Open(path);
        return new Autoencoder(call.Put(path), AutoencoderReading.Of(weights, Described(folder))!);
    }

    private static JsonElement Described(string folder) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "vae", "config.json"))).RootElement;

    private static async Task PictureAsync(Autoencoder vae, Checkpoint io, string name, float[] latents, LatentShape shape, WeightedCall call)
    {
        using var run = new AutoencoderRun(vae, call);
        var image = await run.DecodeAsync(Latent.Own(shape, latents), cancellation: call.Cancellation);
        (image.Height, image.Width).ShouldBe((shape.Height * vae.Network.Factor, shape.Width * vae.Network.Factor));
        var (wanted, pixels) = (io.ReadFloats($"{name}.image_0_1"), image.Height * image.Width);
        var bytes = new byte[pixels * 3];
        io.Read(io.Get($"{name}.image_u8_hwc"), bytes);
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var value = image.Pixels[(pixel * 3) + channel];
                ((double)Math.Abs(value - wanted[(channel * pixels) + pixel])).ShouldBeLessThanOrEqualTo(ImageTolerance, name);
                Math.Abs(Math.Round(value * 255) - bytes[(pixel * 3) + channel]).ShouldBeLessThanOrEqualTo(1, name);
            }
        }
    }

    // 1e-2 where values are up to a hundred, 3e-3 elsewhere: what the reference states for its two ways.
    private static double LatentTolerance(ReadOnlySpan<float> wanted)
    {
        var most = 0f;
        foreach (var value in wanted)
        {
            most = Math.Max(most, Math.Abs(value));
        }

        return Math.Max(3e-3, 1e-4 * most);
    }
}
