using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Imaging.Tests;
using MySpinBot.Nodes.Svd;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Videos;

/// <summary>StableVideoDiffusionPipeline from the picture to the frames, on the way that nodes go: conditions, latents after each step, frames. Sizes, steps, guidance and chunks are those that the files hold.</summary>
[Trait("Category", "golden")]
public sealed partial class The_pipeline_of_diffusers_gives_the_same
{
    [Fact]
    public async Task From_the_picture_to_the_frames()
    {
        foreach (var path in Golden.Folders("svd-*"))
        {
            await using var call = new WeightedCall();
            using var video = new VideoFolder(path, call);
            var start = await StartAsync(video, call);
            Conditions(video, start);

            var (guided, network) = await SampleAsync(video, call, start, video.Number("max_guidance_scale"), "");
            Asked(video, network);
            string[] keys = [.. video.Io.Entries.Select(entry => entry.Name).Where(name => name.StartsWith("frames_", StringComparison.Ordinal))];
            keys.ShouldNotBeEmpty();
            foreach (var key in keys)
            {
                var frames = await DecodeAsync(video, call, guided, key);
                var isRaw = !key.StartsWith("frames_0_1", StringComparison.Ordinal);
                var expected = video.Io.ReadFloats(key);
                Farthest(frames, [.. video.Io.Get(key).Shape], (at, value) => value - Math.Clamp(isRaw ? (expected[at] + 1) / 2 : expected[at], 0, 1)).ShouldBeLessThanOrEqualTo(Golden.Tolerance(path, 2e-4, "frames"), $"{path}: {key}");
            }
        }
    }

    [Fact]
    public async Task Without_guidance_too()
    {
        foreach (var path in Golden.Folders("svd-*"))
        {
            await using var call = new WeightedCall();
            using var video = new VideoFolder(path, call);
            var (unguided, network) = await SampleAsync(video, call, await StartAsync(video, call), 1, "nocfg.");
            network.At(0).Count.ShouldBe(1, "nothing is compared, so only the positive side is asked");

            var key = video.Key("nocfg.frames_u8");
            var entry = video.Io.Get(key);
            var expected = new byte[entry.ByteCount];
            video.Io.Read(entry, expected);

            // What lies between two levels may be rounded to either.
            Farthest(await DecodeAsync(video, call, unguided, key), [.. entry.Shape], (at, value) => (value * 255) - expected[at]).ShouldBeLessThanOrEqualTo(0.5 + (255 * Golden.Tolerance(path, 2e-4, "frames")), $"{path}: {key}");
        }
    }

    // The noise of the reference is torch's, drawn by a generator that is not told: it is taken from the file, as the latents' is.
    private static async Task<VideoStart> StartAsync(VideoFolder video, WeightedCall call)
    {
        var (width, height) = (video.Call.GetProperty("width").GetInt32(), video.Call.GetProperty("height").GetInt32());
        var noise = video.Io.ReadFloats("noise_image_aug");
        var level = (float)video.Number("noise_aug_strength") / 2;
        var pixels = AugmentationNoise.Added(StableVideoDiffusionConditioningNode.Scaled(video.Picture(), width, height, call.Cancellation), level, noise, isPlanar: true);
        var told = new VideoCondition(video.Number("fps") - 1, video.Number("motion_bucket_id"), video.Number("noise_aug_strength"));
        return await VideoStart.OfAsync(video.Vision, video.Vae, video.Picture(), VisionPreprocessing.Blurred, pixels, told, video.Frames, call, call.Cancellation);
    }

    private static void Conditions(VideoFolder video, VideoStart start)
    {
        var embeddings = video.Io.ReadFloats(video.Key("image_embeddings"));
        var (negative, positive) = (start.Negative.Conditions.ShouldHaveSingleItem(), start.Positive.Conditions.ShouldHaveSingleItem());
        Seen.Farthest(negative.Text.Values, embeddings.AsSpan(0, embeddings.Length / 2)).ShouldBe(0);
        Seen.Farthest(positive.Text.Values, embeddings.AsSpan(embeddings.Length / 2)).ShouldBeLessThanOrEqualTo(2e-5);
        Seen.Farthest(positive.Concat!.Values, video.Io.ReadFloats(video.Key("image_latents"))).ShouldBeLessThanOrEqualTo(5e-5);
        negative.Concat!.Values.ContainsAnyExcept(0f).ShouldBeFalse();
    }

    private static async Task<(Latent Latents, RecordedNetwork Network)> SampleAsync(VideoFolder video, WeightedCall call, VideoStart start, double guidance, string prefix)
    {
        var sigmas = VideoSchedulerNode.Choose(video.Model, video.Steps).Values;
        var known = video.Io.ReadFloats("sigmas");
        sigmas.Length.ShouldBe(known.Length);
        sigmas.Zip(known).Max(each => Math.Abs(each.First - each.Second) / Math.Max(each.Second, 1e-9)).ShouldBeLessThanOrEqualTo(1e-6);

        // Latents that have their noise already are not given more.
        var noise = video.Io.ReadFloats("noise_latents");
        var begin = start.Latent.WithValues(start.Latent.Shape, [.. noise.Select(value => (float)(value * Math.Sqrt(((double)sigmas[0] * sigmas[0]) + 1) / video.Model.LatentScale))]);
        var model = video.Model with { Guidance = new LinearVideoGuidance(guidance > 1 ? video.Number("min_guidance_scale") : guidance) };
        var request = new SamplingRequest(new Guider(model, start.Positive, start.Negative, guidance), new SamplerChoice("euler"), sigmas, begin) { AddsNoise = false };
        List<float[]> steps = [];
        using var opened = await DiffusionNetwork.OpenAsync(model, call, call.Cancellation);
        var network = new RecordedNetwork(opened);
        var sampled = await SamplingRun.RunAsync(request, network, call.Messages.Add, step => steps.Add(step.X.ToArray()), call.Cancellation);
        steps.Add([.. sampled.Output.Values.ToArray().Select(value => (float)(value * video.Model.LatentScale))]);

        // What a step is told of is where it begins; the reference holds where each ends.
        var expected = video.Io.ReadFloats($"{prefix}latents_per_step").Chunk(noise.Length).ToArray();
        steps.Count.ShouldBe(expected.Length + 1);
        for (var step = 0; step < expected.Length; step++)
        {
            Seen.Farthest(steps[step + 1], expected[step]).ShouldBeLessThanOrEqualTo(Golden.Tolerance(video.Path, 1e-3, "latents"), $"{video.Path}: {prefix}latents_per_step {step}");
        }

        return (sampled.Output, network);
    }

    private static void Asked(VideoFolder video, RecordedNetwork network)
    {
        network.Times.Zip(video.Io.ReadFloats("timesteps")).Max(each => Math.Abs(each.First - each.Second)).ShouldBeLessThanOrEqualTo(1e-5f);
        foreach (var (key, step) in video.Io.Entries.Select(entry => (entry.Name, Match: Step().Match(entry.Name))).Where(each => each.Match.Success).Select(each => (each.Name, int.Parse(each.Match.Groups[2].Value, CultureInfo.InvariantCulture))))
        {
            var isOutput = key.StartsWith("unet_output", StringComparison.Ordinal);
            var both = video.Io.ReadFloats(key).Chunk((int)(video.Io.Get(key).Count / 2)).ToArray();

            // [without the picture, with the picture]
            var asked = network.At(step).OrderBy(each => each.Context.AsSpan().ContainsAnyExcept(0f)).ToArray();
            asked.Length.ShouldBe(2);
            for (var side = 0; side < 2; side++)
            {
                Seen.Farthest(isOutput ? asked[side].Output : asked[side].Sample, both[side]).ShouldBeLessThanOrEqualTo(isOutput ? 1e-3 : 2e-4, key);
                asked[side].Added.ShouldBe(video.Io.ReadFloats("added_time_ids")[(side * 3)..((side * 3) + 3)]);
            }
        }
    }

    private static async Task<Image> DecodeAsync(VideoFolder video, WeightedCall call, Latent latents, string key)
    {
        using var autoencoder = new AutoencoderRun(video.Vae, call);
        return await autoencoder.DecodeAsync(latents, framesAtOnce: int.Parse(Chunk().Match(key).Groups[1].Value, CultureInfo.InvariantCulture), cancellation: call.Cancellation);
    }

    /// <summary>The largest distance of frames from an array [.., 3, height, width].</summary>
    private static double Farthest(Image frames, long[] shape, Func<int, double, double> distance)
    {
        var (height, width) = ((int)shape[^2], (int)shape[^1]);
        (frames.Batch, frames.Height, frames.Width).ShouldBe(((int)(shape[..^3].Aggregate(1L, (product, size) => product * size)), height, width));
        var farthest = 0.0;
        for (var at = 0; at < frames.Batch * 3 * height * width; at++)
        {
            var (frame, colour, cell) = (at / (3 * height * width), at / (height * width) % 3, at % (height * width));
            farthest = Math.Max(farthest, Math.Abs(distance(at, frames.Picture(frame)[(cell * 3) + colour])));
        }

        return farthest;
    }

    [GeneratedRegex(@"chunk_?(?:size=)?(\d+)")]
    private static partial Regex Chunk();

    [GeneratedRegex(@"^unet_(input|output)_step(\d+)")]
    private static partial Regex Step();
}
