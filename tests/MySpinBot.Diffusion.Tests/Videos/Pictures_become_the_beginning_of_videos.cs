using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Nodes.Svd;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Videos;

/// <summary>The nodes of Stable Video Diffusion with a small checkpoint of the form that Stability published.</summary>
public sealed class Pictures_become_the_beginning_of_videos : IDisposable
{
    private readonly string _models = Directory.CreateTempSubdirectory("myspinbot video ").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    [Fact]
    public async Task As_ComfyUI_conditions_them()
    {
        await using var call = new WeightedCall();
        var model = Loaded(call);

        var start = await SvdImageToVideoConditioningNode.EncodeAsync(model.ClipVision, Picture(1, 70, 90), model.Vae, call, call.Cancellation, width: 64, height: 48, videoFrames: 5, motionBucketId: 99, fps: 8, augmentationLevel: 0.25);

        var (positive, negative) = (start.Positive.Conditions.ShouldHaveSingleItem(), start.Negative.Conditions.ShouldHaveSingleItem());
        positive.Video.ShouldBe(new VideoCondition(7, 99, 0.25));
        negative.Video.ShouldBe(positive.Video);
        (positive.Text.Batch, positive.Text.Tokens, positive.Text.Width).ShouldBe((1, 1, model.Model.Network.ContextWidth));
        positive.Text.Values.ContainsAnyExcept(0f).ShouldBeTrue();
        negative.Text.Values.ContainsAnyExcept(0f).ShouldBeFalse();
        positive.Concat!.Shape.ShouldBe(new LatentShape(1, 4, 6, 8));
        negative.Concat!.Shape.ShouldBe(positive.Concat.Shape);
        negative.Concat.Values.ContainsAnyExcept(0f).ShouldBeFalse();
        start.Latent.Shape.ShouldBe(new LatentShape(5, 4, 6, 8));
        start.Latent.Values.ContainsAnyExcept(0f).ShouldBeFalse();
    }

    [Fact]
    public async Task With_noise_that_is_the_same_every_time()
    {
        await using var call = new WeightedCall();
        var model = Loaded(call);

        async Task<float[]> Latents(double augmentation)
            => (await SvdImageToVideoConditioningNode.EncodeAsync(model.ClipVision, Picture(1, 32, 32), model.Vae, call, call.Cancellation, 32, 32, 2, augmentationLevel: augmentation)).Positive.Conditions[0].Concat!.Values.ToArray();
        async Task<float[]> Seeded(ulong seed)
            => (await StableVideoDiffusionConditioningNode.EncodeAsync(model.ClipVision, Picture(1, 32, 32), model.Vae, call, call.Cancellation, 32, 32, 2, noiseAugStrength: 0.5, seed: seed)).Positive.Conditions[0].Concat!.Values.ToArray();

        (await Latents(0.5)).ShouldBe(await Latents(0.5));
        (await Latents(0.5)).ShouldNotBe(await Latents(0));
        (await Seeded(3)).ShouldBe(await Seeded(3));
        (await Seeded(3)).ShouldNotBe(await Seeded(4));
    }

    [Fact]
    public async Task Several_pictures_are_several_vectors_for_ComfyUI_and_one_too_many_for_diffusers()
    {
        await using var call = new WeightedCall();
        var model = Loaded(call);

        var start = await SvdImageToVideoConditioningNode.EncodeAsync(model.ClipVision, Picture(2, 32, 32), model.Vae, call, call.Cancellation, 32, 32, 3);
        (start.Positive.Conditions[0].Text.Batch, start.Positive.Conditions[0].Text.Tokens).ShouldBe((1, 2));
        start.Positive.Conditions[0].Concat!.Shape.Batch.ShouldBe(2);

        var refused = await Should.ThrowAsync<NodeFailure>(() => StableVideoDiffusionConditioningNode.EncodeAsync(model.ClipVision, Picture(2, 32, 32), model.Vae, call, call.Cancellation, 32, 32, 3));
        refused.Input.ShouldBe("init_image");
    }

    [Fact]
    public async Task Frames_that_are_sampled_are_the_same_for_a_seed_and_whatever_goes_through_at_once()
    {
        await using var call = new WeightedCall();
        var model = Loaded(call);
        var start = await SvdImageToVideoConditioningNode.EncodeAsync(model.ClipVision, Picture(1, 32, 40), model.Vae, call, call.Cancellation, 40, 32, 3);

        async Task<Latent> Sampled(ulong seed, DiffusionModel guided, int atOnce)
        {
            using var opened = await DiffusionNetwork.OpenAsync(guided, call, call.Cancellation);
            var sigmas = VideoSchedulerNode.Choose(guided, 2).Values;
            var request = new SamplingRequest(new Guider(guided, start.Positive, start.Negative, 2.5), new SamplerChoice("euler"), sigmas, start.Latent) { Seed = seed };
            return (await SamplingRun.RunAsync(request, new FewAtOnce(opened, atOnce), call.Messages.Add, null, call.Cancellation)).Output;
        }

        var linear = VideoGuidanceNodes.Linear(model.Model);
        var first = await Sampled(7, linear, 2);
        Farthest(await Sampled(7, linear, 2), first).ShouldBe(0);
        Farthest(await Sampled(7, linear, 1), first).ShouldBeLessThan(1e-4);
        Farthest(await Sampled(8, linear, 2), first).ShouldBeGreaterThan(0.01);
        Farthest(await Sampled(7, VideoGuidanceNodes.Triangle(model.Model), 2), first).ShouldBeGreaterThan(1e-6);

        var frames = await VideoDecodeNode.DecodeAsync(first, model.Vae, call, call.Cancellation, framesAtOnce: 2);
        (frames.Batch, frames.Height, frames.Width, frames.Channels).ShouldBe((3, 32, 40, 3));
    }

    [Fact]
    public async Task Models_that_make_no_videos_are_told_where_they_belong()
    {
        await using var call = new WeightedCall();
        var pictures = Should.Throw<NodeFailure>(() => VideoLoaderNodes.Load(File(TinyFiles.Checkpoint(_models, "pictures.safetensors")), call.Cancellation));
        pictures.Message.ShouldContain("'pictures.safetensors' is a model of pictures, not of videos; CheckpointLoaderSimple loads it");
        pictures.Input.ShouldBe("ckpt_name");

        var unet = new RandomWeights(VideoUNetShapes.Of(VideoUNetShapes.Tiny));
        var blind = SingleFile.StableVideoDiffusion(unet, VideoUNetShapes.Tiny, new RandomWeights(VideoAutoencoderShapes.Of(VideoAutoencoderShapes.Tiny)), null).Write(_models, "checkpoints", "blind.safetensors");
        Should.Throw<NodeFailure>(() => VideoLoaderNodes.Load(File(blind), call.Cancellation)).Message.ShouldContain("'blind.safetensors' has no CLIP vision encoder");

        var table = Loaded(call).Model with { Sampling = SamplingConfig.StableDiffusion };
        Should.Throw<NodeFailure>(() => VideoSchedulerNode.Choose(table, 3)).Input.ShouldBe("model");
    }

    private LoadedVideoModel Loaded(WeightedCall call)
    {
        var path = TinyFiles.Video(_models, "tiny-svd.safetensors");
        call.Put(path);
        return VideoLoaderNodes.Load(File(path), call.Cancellation);
    }

    private static FileReference File(string path)
    {
        var bytes = System.IO.File.ReadAllBytes(path);
        return new FileReference(path, ContentId.Of(bytes), bytes.Length);
    }

    private static Image Picture(int batch, int height, int width)
        => Image.Create(batch, height, width, 3, pixels =>
        {
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = i * 7919 % 256 / 255f;
            }
        });

    private static double Farthest(Latent one, Latent other) => Networks.Seen.Farthest(one.Values, other.Values);

    /// <summary>A network on a device with room for some groups only.</summary>
    private sealed class FewAtOnce(DiffusionNetwork network, int groups) : IDiffusionNetwork
    {
        public NetworkConfig Config => network.Config;

        public string? Refusal => network.Refusal;

        public async ValueTask<bool> ReserveAsync(NetworkSize size, CancellationToken cancellation) => size.Groups <= groups && await network.ReserveAsync(size, cancellation);

        public void Predict(in NetworkInput input, Span<float> output, CancellationToken cancellation)
        {
            input.Size.Groups.ShouldBeLessThanOrEqualTo(groups);
            network.Predict(input, output, cancellation);
        }
    }
}
