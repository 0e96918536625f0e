using MySpinBot.Checkpoints.Identifying;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Checkpoints.Tests.Identifying;

public sealed class Models_are_told_by_their_tensors
{
    public static TheoryData<string, string, string> Real => new()
    {
        { "upscale_models", "realesr-animevideov3.pth", "Real-ESRGAN compact (SRVGGNetCompact): scale 4, features 64, convs 16, activation prelu, channels 3" },
        { "upscale_models", "realesr-animevideov3.safetensors", "Real-ESRGAN compact (SRVGGNetCompact): scale 4, features 64, convs 16, activation prelu, channels 3" },
        { "facedetection", "ultraface-version-RFB-320.onnx", "UltraFace, a face detector: input [1, 3, 240, 320], opset 9, anchors 4420" },
        { "facedetection", "yunet_n_dynamic.onnx", "YuNet, a face detector with five landmarks: input [batch, 3, height, width], opset 11" },
        { "facedetection", "landmarks_68_pfld.onnx", "Landmarks of a face, 68 points: input [1, 3, 112, 112], opset 10" },
        { "vad", "silero_vad_16k_op15.onnx", "Silero, which hears whether somebody speaks: input [batch, sequence], opset 15" },
        { "vae_approx", "taef2_decoder.safetensors", "TAESD, a tiny autoencoder: the decoder: latent channels 32, features 64" },
        { "vae_approx", "taef2_encoder.safetensors", "TAESD, a tiny autoencoder: the encoder: latent channels 32, features 64" },
    };

    [Theory]
    [MemberData(nameof(Real))]
    public void Real_files(string kind, string name, string line)
    {
        var head = CheckpointHead.Read(RealModels.Path(kind, name));

        head.Identity.ToString().ShouldBe(line);
        head.Identity.NumberType.ShouldBe(name.StartsWith("tae", StringComparison.Ordinal) ? "Float16" : "Float32");
    }

    [Theory]
    [InlineData("upscale_models", "realesr-animevideov3.onnx", "srvgg")]
    [InlineData("llm", "stories260K-q4_0.gguf", "gguf")]
    public void Real_files_of_other_kinds(string kind, string name, string family) => CheckpointHead.Read(RealModels.Path(kind, name)).Identity.Family.ShouldBe(family);

    public static TheoryData<string, string> Reference
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (pattern, family) in ((string, string)[])[
                ("esrgan-rrdb-*/weights.safetensors", "rrdbnet"), ("esrgan-rrdb-*/*.pth", "rrdbnet"), ("esrgan-srvgg-*/weights.safetensors", "srvgg"), ("wav2lip/weights.safetensors", "wav2lip"), ("wav2lip/*.pth", "wav2lip"),
                ("sd15-tiny/single-file-ldm/*.safetensors", "sd15"), ("sd15-tiny/unet/diffusion_pytorch_model.safetensors", "sd15_unet"), ("sd15-tiny/vae/diffusion_pytorch_model.safetensors", "vae"), ("sd15-tiny/text_encoder/model.safetensors", "clip_text"),
                ("svd-tiny/unet/*.safetensors", "svd_unet"), ("svd-tiny/vae/*.safetensors", "vae_temporal"), ("svd-tiny/image_encoder/model.safetensors", "clip_vision"),
                ("lora-train-tiny/lora_kohya.safetensors", "lora"), ("lora-train-tiny/adapter_model.safetensors", "lora"), ("lora-train-tiny/pytorch_lora_weights*.safetensors", "lora"), ("f5tts-tiny/weights.safetensors", "f5tts")])
            {
                foreach (var path in Matches(pattern).Where(path => !Path.GetFileName(path).StartsWith("io.", StringComparison.Ordinal)))
                {
                    data.Add(Path.GetRelativePath(Root, path), family);
                }
            }

            return data;
        }
    }

    private static string Root => Path.GetDirectoryName(Golden.Folder("pth-reading"))!;

    [Theory]
    [MemberData(nameof(Reference))]
    public void Reference_data(string file, string family)
    {
        using var checkpoint = Checkpoint.Open(Path.Combine(Root, file));
        var identity = ModelIdentity.Identify(checkpoint);

        identity.Family.ShouldBe(family);
        identity.Parameters.ShouldBe(checkpoint.Entries.Sum(entry => entry.Count));
        if (family is "rrdbnet" or "srvgg")
        {
            Path.GetDirectoryName(file).ShouldEndWith($"-x{identity["scale"]}");
        }
    }

    [Theory]
    [InlineData("lora_kohya.safetensors", "kohya")]
    [InlineData("adapter_model.safetensors", "PEFT")]
    [InlineData("pytorch_lora_weights.safetensors", "diffusers")]
    [InlineData("pytorch_lora_weights_peft_names.safetensors", "PEFT")]
    public void A_LoRA_says_its_rank_and_whose_names_it_has(string name, string names)
    {
        var identity = CheckpointHead.Read(Path.Combine(Golden.Folder("lora-train-tiny"), name)).Identity;

        identity.Name.ShouldBe($"LoRA in the names of {names}");
        identity["rank"].ShouldBe(Golden.Json("lora-train-tiny", "train_config.json").GetProperty("rank").GetRawText());
    }

    public static TheoryData<string, string> Outlines => new()
    {
        // ESRGAN as it was first published: a sequence.
        { "model.0.weight 64,3,3,3; model.1.sub.0.RDB1.conv1.0.weight 32,64,3,3; model.1.sub.1.RDB1.conv1.0.weight 32,64,3,3; model.1.sub.2.weight 64,64,3,3; model.3.weight 64,64,3,3; model.6.weight 64,64,3,3; model.8.weight 64,64,3,3; model.10.weight 3,64,3,3",
            "ESRGAN (RRDBNet, names of its first version): scale 4, features 64, blocks 2, growth 32, channels 3" },
        { "conv_first.weight 64,48,3,3; body.0.rdb1.conv1.weight 32,64,3,3; conv_up1.weight 64,64,3,3; conv_up2.weight 64,64,3,3; conv_last.weight 3,64,3,3", "Real-ESRGAN (RRDBNet): scale 1, features 64, blocks 1, growth 32, channels 3, pixel unshuffle 4" },
        { "module.conv_first.weight 64,12,3,3; module.body.0.rdb1.conv1.weight 32,64,3,3; module.conv_up1.weight 64,64,3,3; module.conv_up2.weight 64,64,3,3; module.conv_last.weight 3,64,3,3", "Real-ESRGAN (RRDBNet): scale 2, features 64, blocks 1, growth 32, channels 3, pixel unshuffle 2" },
        { "conv_first.weight 64,3,3,3; RRDB_trunk.0.RDB1.conv1.weight 32,64,3,3; upconv1.weight 64,64,3,3; upconv2.weight 64,64,3,3; conv_last.weight 3,64,3,3", "ESRGAN (RRDBNet): scale 4, features 64, blocks 1, growth 32, channels 3" },
        { "model.diffusion_model.input_blocks.0.0.weight 320,9,3,3; model.diffusion_model.out.2.weight 4,320,3,3; model.diffusion_model.input_blocks.1.1.proj_in.weight 320,320,1,1; model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight 320,768; first_stage_model.decoder.conv_in.weight 512,4,3,3",
            "Stable Diffusion 1.x, single file: channels 320, context 768, latent channels 4, variant inpainting, vae included, text encoder not included" },
        { "model.diffusion_model.input_blocks.0.0.weight 320,4,3,3; model.diffusion_model.out.2.weight 4,320,3,3; model.diffusion_model.label_emb.0.0.weight 1280,2816; conditioner.embedders.1.model.token_embedding.weight 49408,1280; model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight 640,2048",
            "Stable Diffusion XL, single file: channels 320, context 2048, latent channels 4, vae not included, text encoder not included" },
        { "control_model.input_hint_block.0.weight 16,3,3,3; control_model.zero_convs.0.0.weight 320,320,1,1; control_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight 320,768", "ControlNet: context 768" },
        { "conv1_1.weight 64,3,3,3; conv3_3_norm.weight 256; fc6.weight 1024,512,3,3; conv7_2_mbox_conf.weight 2,256,3,3", "S3FD, a face detector: width 64" },
        { "* 8,768", "Embedding (textual inversion): vectors 8, width 768" },
        { "clip_l 4,768; clip_g 4,1280", "Embedding (textual inversion) for Stable Diffusion XL: vectors 4" },
        { "lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight 16,1280; lora_unet_x.lora_down.weight 8,640", "LoRA in the names of kohya: rank 8 to 16, modules 2, for Stable Diffusion XL, parts denoiser and text encoder" },
        { "something.else 3,4", "a model of a kind that is not known" },
    };

    [Theory]
    [MemberData(nameof(Outlines))]
    public void Published_models_that_are_too_large_to_be_here(string outline, string line) => ModelIdentity.Identify(Shapes(outline)).ToString().ShouldBe(line);

    [Fact]
    public void Each_kind_of_network_is_told_by_no_more_than_its_shapes_and_nonsense_is_not()
    {
        ModelIdentity.Identify(Shapes("")).Family.ShouldBe("unknown");
        ModelIdentity.Identify(Shapes("body.0.weight 0,0,0,0; body.2.weight 0,0,0,0")).Family.ShouldBe("unknown");
        ModelIdentity.Identify(Shapes("conv_first.weight 0; body.0.rdb1.conv1.weight 1; conv_last.weight 0")).Family.ShouldBe("unknown");
    }

    private static Listing Shapes(string outline)
        => new(outline.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(parts => new TensorEntry(parts[0], TensorType.Float16, [.. parts[1].Split(',').Select(long.Parse)])));

    private static IEnumerable<string> Matches(string pattern)
    {
        var parts = pattern.Split('/');
        IEnumerable<string> folders = [Root];
        foreach (var part in parts[..^1])
        {
            folders = folders.SelectMany(folder => Directory.GetDirectories(folder, part));
        }

        return folders.SelectMany(folder => Directory.GetFiles(folder, parts[^1])).Order();
    }
}
