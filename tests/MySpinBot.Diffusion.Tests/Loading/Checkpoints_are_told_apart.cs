using System.Collections.Immutable;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Imaging.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Loading;

public sealed class Checkpoints_are_told_apart : IDisposable
{
    private readonly string _models = Directory.CreateTempSubdirectory("checkpoints-").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    [Fact]
    public void Stable_Diffusion_in_one_file_has_three_parts()
    {
        var file = Reference(TinyFiles.Checkpoint(_models, "sd.safetensors"));
        var parts = Read(file);

        parts.Model!.Sampling.ShouldBe(SamplingConfig.StableDiffusion);
        parts.Model.Weights.ShouldBe(new WeightFile("checkpoints", file.Id, file.Length));
        var network = parts.Model.Network.ShouldBeOfType<UNetConfig>();
        (network.InChannels, network.OutChannels, network.ContextWidth, network.LayersPerBlock, network.NormGroups).ShouldBe((4, 4, 16, 1, 8));
        network.Channels.ShouldBe([8, 8, 16]);
        network.TransformerLayers.ShouldBe([0, 0, 1]);
        parts.Text.Absence.ShouldBeNull();
        parts.Text.Towers.ShouldHaveSingleItem().Network.Width.ShouldBe(16);
        parts.Vae.Absence.ShouldBeNull();
        parts.Vae.Network.Channels.ShouldBe([8, 8, 8, 8]);
        parts.Vision.ShouldBeNull();
    }

    [Fact]
    public void An_inpainting_model_is_one()
        => Read(Reference(TinyFiles.Checkpoint(_models, "inpainting.safetensors", network: TinyFiles.Inpainting))).Model!.Network.InChannels.ShouldBe(9);

    [Fact]
    public void The_reference_in_one_file_has_the_parts_that_its_folders_have()
    {
        var file = Directory.EnumerateFiles(Path.Combine(Golden.Folder("sd15-tiny"), "single-file-ldm"), "*.safetensors").ShouldHaveSingleItem();
        using var unet = Checkpoint.Open(Networks.GoldenUNet.File);
        var alone = Path.Combine(Directory.CreateDirectory(Path.Combine(_models, "checkpoints")).FullName, "reference.safetensors");
        File.Copy(file, alone);
        File.WriteAllText(Path.ChangeExtension(alone, ".yaml"), "model:\n  params:\n    unet_config:\n      params:\n        num_heads: 1\n");
        var (parts, described) = (Read(Reference(alone)), UNetReading.Of(unet, Networks.GoldenUNet.Json()));

        parts.Model!.Network.Channels.ShouldBe(described.Channels);
        parts.Model.Network.ContextWidth.ShouldBe(described.ContextWidth);
        (parts.Text.Absence, parts.Vae.Absence).ShouldBe((null, null));
    }

    [Fact]
    public void Stable_Video_Diffusion_in_one_file_has_a_picture_encoder()
    {
        var parts = Read(Reference(TinyFiles.Video(_models, "svd.safetensors")));

        parts.Model!.Sampling.ShouldBe(SamplingConfig.StableVideoDiffusion);
        parts.Model.Network.ShouldBeOfType<VideoUNetConfig>().Channels.ShouldBe(VideoUNetShapes.Tiny.Channels);
        parts.Vae.Network.Kind.ShouldBe(AutoencoderKind.Temporal);
        parts.Vision.ShouldNotBeNull().Network.Width.ShouldBe(ClipVisionShapes.Tiny.Width);
        parts.Text.Absence.ShouldBe("'svd.safetensors' has no text encoder: Stable Video Diffusion goes by a picture. Load it with ImageOnlyCheckpointLoader.");
    }

    [Fact]
    public void What_a_yaml_beside_it_says_is_heeded_and_in_the_key()
    {
        var file = Reference(TinyFiles.Checkpoint(_models, "v.safetensors"));
        var before = CheckpointReading.Print(file);
        File.WriteAllText(Path.Combine(_models, "checkpoints", "v.yaml"), "model:\n  params:\n    parameterization: \"v\" # velocity\n    unet_config:\n      params:\n        num_heads: 4\n");

        var model = Read(file).Model!;

        model.Sampling.ShouldBe(new SamplingConfig(PredictionKind.Velocity, new DiscreteNoise()));
        model.Network.Heads[^1].ShouldBe(4);
        CheckpointReading.Print(file).ShouldNotBe(before);
    }

    [Fact]
    public void A_part_that_is_missing_is_told_where_it_is_used()
    {
        var parts = Read(Reference(TinyFiles.Checkpoint(_models, "bare.safetensors", vae: false, text: false)));

        parts.Model.ShouldNotBeNull();
        Should.Throw<NodeFailure>(() => Absent.Demand(parts.Text)).Message.ShouldBe("'bare.safetensors' has no text encoder; load one with CLIPLoader.");
        Should.Throw<NodeFailure>(() => Absent.Demand(parts.Vae)).Message.ShouldBe("'bare.safetensors' has no VAE; load one with VAELoader.");
    }

    [Fact]
    public void Parts_of_different_models_are_told()
    {
        var (network, text, vae) = (TinyFiles.Network, ClipTextShapes.Tiny(24), new AutoencoderConfig(AutoencoderKind.Kl, 16, [8, 8], 1));
        var file = SingleFile.StableDiffusion(new RandomWeights(UNetShapes.Of(network)), network, new RandomWeights(AutoencoderShapes.Of(vae)), new RandomWeights(ClipTextShapes.Of(text))).Write(_models, "mixed.safetensors");

        var parts = Read(Reference(file));

        parts.Text.Absence.ShouldBe("In 'mixed.safetensors' the text encoder gives vectors of 24 numbers and the network takes 16: they do not belong together. Load the right text encoder with CLIPLoader.");
        parts.Vae.Absence.ShouldBe("In 'mixed.safetensors' the VAE's latents have 16 channels and the network's 4: they do not belong together. Load the right VAE with VAELoader.");
    }

    [Theory]
    [InlineData("model.diffusion_model.middle_block.1.norm.weight", "mid_block.attentions.0.norm.weight")]
    [InlineData("model.diffusion_model.out.2.weight", "conv_out.weight")]
    public void A_network_that_is_not_whole_is_refused(string tensor, string named)
    {
        var whole = SingleFile.StableDiffusion(new RandomWeights(UNetShapes.Of(TinyFiles.Network)), TinyFiles.Network, null, null);
        var file = new RenamedTensors(whole, name => name == tensor ? null : name).Write(_models, "torn.safetensors");

        var failure = Should.Throw<NodeFailure>(() => Read(Reference(file)));

        failure.Message.ShouldStartWith("'torn.safetensors' cannot be used as a checkpoint.");
        failure.Message.ShouldContain($"'{named}'");
        failure.Input.ShouldBe("ckpt_name");
    }

    [Fact]
    public void Weights_of_other_sizes_are_refused()
    {
        var whole = SingleFile.StableDiffusion(new RandomWeights(UNetShapes.Of(TinyFiles.Network)), TinyFiles.Network, null, null);
        const string wrong = "model.diffusion_model.middle_block.0.in_layers.2.weight";
        var file = new JoinedTensors(new RenamedTensors(whole, name => name == wrong ? null : name), new MemoryTensors().Add(wrong, new float[16 * 12 * 9], 16, 12, 3, 3)).Write(_models, "patched.safetensors");

        Should.Throw<NodeFailure>(() => Read(Reference(file))).Message.ShouldStartWith("'patched.safetensors' cannot be used as a checkpoint. The weights of its network do not fit together:");
    }

    [Fact]
    public void A_file_that_was_cut_off_is_refused()
    {
        var file = TinyFiles.Checkpoint(_models, "short.safetensors");
        using (var open = File.OpenWrite(file))
        {
            open.SetLength(open.Length - 1000);
        }

        Should.Throw<NodeFailure>(() => Read(Reference(file))).Message.ShouldStartWith("'short.safetensors'");
    }

    [Fact]
    public void What_is_no_checkpoint_is_told_what_it_is_and_where_it_belongs()
    {
        Message(TinyFiles.Lora(_models, "a.safetensors")).ShouldContain("put it into the folder loras and load it with LoraLoader");
        Message(TinyFiles.VaeAlone(_models, "b.safetensors")).ShouldContain("put it into the folder vae and load it with VAELoader");
        Message(TinyFiles.TextAlone(_models, "c.safetensors")).ShouldContain("put it into the folder text_encoders and load it with CLIPLoader");
        Message(TinyFiles.VisionAlone(_models, "d.safetensors")).ShouldContain("put it into the folder clip_vision and load it with CLIPVisionLoader");
        Message(TinyFiles.Embedding(_models, "e.safetensors")).ShouldContain("write embedding:e into a prompt");
        Message(new MemoryTensors().Add("weight", [1f], 1).Write(_models, "f.safetensors")).ShouldContain("a checkpoint of Stable Diffusion 1.x or of Stable Video Diffusion would be right");
    }

    [Fact]
    public void Models_that_do_not_run_here_are_named()
    {
        var xl = new MemoryTensors().Add("model.diffusion_model.input_blocks.0.0.weight", new float[36], 1, 4, 3, 3).Add("model.diffusion_model.label_emb.0.0.weight", [1f], 1, 1).Add("conditioner.embedders.1.model.token_embedding.weight", [1f], 1, 1);
        Message(xl.Write(_models, "xl.safetensors")).ShouldBe("'xl.safetensors' is Stable Diffusion XL, single file, which does not run here; a checkpoint of Stable Diffusion 1.x or of Stable Video Diffusion would be right.");

        var flux = new MemoryTensors().Add("double_blocks.0.img_attn.qkv.weight", [1f], 1, 1);
        Message(flux.Write(_models, "flux.safetensors")).ShouldStartWith("'flux.safetensors' is Flux, which does not run here;");
    }

    private string Message(string path) => Should.Throw<NodeFailure>(() => Read(Reference(path))).Message;

    private static ModelParts Read(FileReference file) => CheckpointReading.Read(file, "checkpoints", "ckpt_name");

    private static FileReference Reference(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new FileReference(path, ContentId.Of(bytes), bytes.Length);
    }
}
