using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Networks;

namespace MySpinBot.Diffusion.Tests.Adapting;

public sealed class LoRAs_of_every_naming_find_their_weights
{
    private static readonly Dictionary<string, string> None = [];

    [Theory]
    [InlineData("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q.lora_down.weight", -1, "down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q", LoraRole.Down)]
    [InlineData("lora_unet_up_blocks_3_resnets_1_conv1.lora_mid.weight", -1, "up_blocks_3_resnets_1_conv1", LoraRole.Middle)]
    [InlineData("lora_te_text_model_encoder_layers_3_mlp_fc1.lora_up.weight", 0, "text_model_encoder_layers_3_mlp_fc1", LoraRole.Up)]
    [InlineData("lora_te1_text_model_encoder_layers_3_mlp_fc1.alpha", 0, "text_model_encoder_layers_3_mlp_fc1", LoraRole.Alpha)]
    [InlineData("lora_te2_text_model_encoder_layers_3_mlp_fc1.alpha", 1, "text_model_encoder_layers_3_mlp_fc1", LoraRole.Alpha)]
    [InlineData("unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_out.0.lora.down.weight", -1, "mid_block_attentions_0_transformer_blocks_0_attn2_to_out_0", LoraRole.Down)]
    [InlineData("unet.mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_out_lora.up.weight", -1, "mid_block_attentions_0_transformer_blocks_0_attn2_to_out_0", LoraRole.Up)]
    [InlineData("mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_v_lora.down.weight", -1, "mid_block_attentions_0_transformer_blocks_0_attn2_to_v", LoraRole.Down)]
    [InlineData("text_encoder.text_model.encoder.layers.0.self_attn.k_proj.lora_linear_layer.up.weight", 0, "text_model_encoder_layers_0_self_attn_k_proj", LoraRole.Up)]
    [InlineData("text_encoder.text_model.encoder.layers.0.self_attn.to_q_lora.down.weight", 0, "text_model_encoder_layers_0_self_attn_q_proj", LoraRole.Down)]
    [InlineData("text_encoder.text_model.encoder.layers.0.self_attn.to_out_lora.down.weight", 0, "text_model_encoder_layers_0_self_attn_out_proj", LoraRole.Down)]
    [InlineData("text_encoder_2.text_model.encoder.layers.0.mlp.fc2.lora_B.weight", 1, "text_model_encoder_layers_0_mlp_fc2", LoraRole.Up)]
    [InlineData("base_model.model.down_blocks.1.attentions.0.proj_in.lora_A.default.weight", -1, "down_blocks_1_attentions_0_proj_in", LoraRole.Down)]
    [InlineData("base_model.model.text_model.encoder.layers.0.self_attn.v_proj.lora_B.weight", 0, "text_model_encoder_layers_0_self_attn_v_proj", LoraRole.Up)]
    [InlineData("diffusion_model.input_blocks.1.1.proj_in.lora_A.weight", -1, "input_blocks_1_1_proj_in", LoraRole.Down)]
    public void A_name_says_which_module_and_what_it_is_there(string name, int tower, string module, object role)
        => LoraNames.Read(name).ShouldBe(new LoraName(new LoraPart(tower), module, (LoraRole)role));

    [Theory]
    [InlineData("lora_unet_conv_in.dora_scale")]
    [InlineData("conv_in.weight")]
    public void What_is_no_part_of_a_LoRA_is_said_to_be_none(string name) => LoraNames.Read(name).ShouldBeNull();

    [Fact]
    public void Modules_are_found_by_the_names_of_the_original_repositories_too()
    {
        using var network = GoldenUNet.Weights();
        using var single = Checkpoint.Open(Directory.GetFiles(Path.Combine(Imaging.Tests.Golden.Folder("sd15-tiny"), "single-file-ldm"), "*.safetensors")[0]);
        var (names, original) = (new ModuleNames(network), UNetNames.Of(single)!);
        const string prefix = "model.diffusion_model.";
        var matrices = single.Entries.Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal) && entry.Name.EndsWith(".weight", StringComparison.Ordinal) && entry.Shape.Length >= 2).ToList();
        var numbers = original.Entries.Where(entry => entry.Shape.Length >= 2).ToDictionary(entry => entry.Name, entry => entry, StringComparer.Ordinal);

        matrices.Count.ShouldBe(numbers.Count);
        var found = matrices.Select(entry => names.Find(entry.Name[prefix.Length..^".weight".Length].Replace('.', '_'))?.Name ?? $"no {entry.Name}").ToList();
        found.Order(StringComparer.Ordinal).ShouldBe(numbers.Keys.Order(StringComparer.Ordinal));

        // Not only all of them, but each the right one: the numbers are the same.
        foreach (var (entry, name) in matrices.Zip(found))
        {
            single.ReadFloats(entry).AsSpan().SequenceEqual(original.ReadFloats(name)).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void A_convolution_is_changed_whole_or_taken_apart()
    {
        var random = new Random(3);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        const int Out = 5, In = 3, Rank = 2, Side = 3;
        var network = new MemoryTensors().Add("conv_in.weight", Numbers(Out * In * Side * Side), Out, In, Side, Side).Add("conv_out.weight", Numbers(Out * In * Side * Side), Out, In, Side, Side);
        var (up, down, core, low) = (Numbers(Out * Rank), Numbers(Rank * In * Side * Side), Numbers(Rank * Rank * Side * Side), Numbers(Rank * In));
        var lora = new MemoryTensors()
            .Add("lora_unet_conv_in.lora_up.weight", up, Out, Rank, 1, 1).Add("lora_unet_conv_in.lora_down.weight", down, Rank, In, Side, Side).Add("lora_unet_conv_in.alpha", [1f])
            .Add("lora_unet_conv_out.lora_up.weight", up, Out, Rank, 1, 1).Add("lora_unet_conv_out.lora_down.weight", low, Rank, In, 1, 1).Add("lora_unet_conv_out.lora_mid.weight", core, Rank, Rank, Side, Side);

        var changed = LoraTensors.Of(network, [(LoraFile.Of(lora, None, "a LoRA"), 0.5)], LoraPart.Network);

        changed.Count.ShouldBe(2);
        var (plain, apart) = (changed.ReadFloats("conv_in.weight"), changed.ReadFloats("conv_out.weight"));
        for (var o = 0; o < Out; o++)
        {
            for (var c = 0; c < In; c++)
            {
                for (var k = 0; k < Side * Side; k++)
                {
                    var (one, two) = (0.0, 0.0);
                    for (var r = 0; r < Rank; r++)
                    {
                        one += up[(o * Rank) + r] * down[(((r * In) + c) * Side * Side) + k];
                        for (var j = 0; j < Rank; j++)
                        {
                            two += up[(o * Rank) + r] * core[(((r * Rank) + j) * Side * Side) + k] * low[(j * In) + c];
                        }
                    }

                    var at = (((o * In) + c) * Side * Side) + k;
                    plain[at].ShouldBe((float)(network.ReadFloats("conv_in.weight")[at] + (0.5 * one * 1 / Rank)), 1e-6);
                    apart[at].ShouldBe((float)(network.ReadFloats("conv_out.weight")[at] + (0.5 * two)), 1e-6);
                }
            }
        }
    }

    [Fact]
    public void What_is_changed_is_given_in_half_precision_where_that_is_computed_in()
    {
        var network = new MemoryTensors().Add("conv_in.weight", [1f, 2, 3, 4], 2, 2).Add("conv_in.bias", [1f, 2], 2);
        var lora = new MemoryTensors().Add("unet.conv_in.lora_A.weight", [1f, 1], 1, 2).Add("unet.conv_in.lora_B.weight", [1f, 2], 2, 1);

        var changed = LoraTensors.Of(network, [(LoraFile.Of(lora, None, "a LoRA"), 2)], LoraPart.Network, TensorType.Float16);

        changed.Get("conv_in.weight").Type.ShouldBe(TensorType.Float16);
        changed.ReadFloats("conv_in.weight").ShouldBe([3f, 4, 7, 8]);
        changed.Get("conv_in.bias").Type.ShouldBe(TensorType.Float32);
    }

    [Fact]
    public void Alpha_may_stand_in_what_diffusers_writes_beside_the_tensors()
    {
        var network = new MemoryTensors().Add("conv_in.weight", [0f, 0, 0, 0], 2, 2);
        var lora = new MemoryTensors().Add("unet.conv_in.lora_A.weight", [1f, 1], 1, 2).Add("unet.conv_in.lora_B.weight", [1f, 2], 2, 1);
        var metadata = new Dictionary<string, string> { ["lora_adapter_metadata"] = """{"unet.r": 1, "unet.lora_alpha": 3, "text_encoder.lora_alpha": 9}""" };

        LoraTensors.Of(network, [(LoraFile.Of(lora, metadata, "a LoRA"), 1)], LoraPart.Network).ReadFloats("conv_in.weight").ShouldBe([3f, 3, 6, 6]);
    }

    [Fact]
    public void Text_encoders_are_changed_by_their_own_part_only()
    {
        const string q = "text_model.encoder.layers.0.self_attn.q_proj";
        var network = new MemoryTensors().Add($"{q}.weight", [0f, 0, 0, 0], 2, 2);
        var lora = new MemoryTensors().Add("lora_te2_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight", [1f, 1], 1, 2).Add("lora_te2_text_model_encoder_layers_0_self_attn_q_proj.lora_up.weight", [1f, 2], 2, 1);
        var read = LoraFile.Of(lora, None, "a LoRA");

        LoraTensors.Of(network, [(read, 1)], LoraPart.Text(0)).Count.ShouldBe(0);
        LoraTensors.Of(network, [(read, 1)], LoraPart.Text(1)).ReadFloats($"{q}.weight").ShouldBe([1f, 1, 2, 2]);
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_told()
    {
        var half = new MemoryTensors().Add("lora_unet_conv_in.lora_down.weight", [1f, 1], 1, 2);
        Should.Throw<CheckpointException>(() => LoraFile.Of(half, None, "'half.safetensors'")).Message
            .ShouldBe("The LoRA 'half.safetensors' is not whole: of 'conv_in' it has 'lora_unet_conv_in.lora_down.weight', and the matrix that makes large (lora_up, lora_B) is missing or is no matrix.");

        var loha = new MemoryTensors().Add("lora_unet_conv_in.hada_w1_a", [1f, 1], 1, 2).Add("lora_unet_conv_in.alpha", [1f]);
        Should.Throw<CheckpointException>(() => LoraFile.Of(loha, None, "'x.safetensors'")).Message
            .ShouldBe("'x.safetensors' is LoHa (LyCORIS), and no LoRA that is known here: one in the names of kohya's scripts, of diffusers or of PEFT would be right.");

        var two = new MemoryTensors().Add("lora_unet_conv_in.lora_down.weight", [1f, 1], 1, 2).Add("unet.conv_in.lora_A.weight", [1f, 1], 1, 2);
        Should.Throw<CheckpointException>(() => LoraFile.Of(two, None, "'x.safetensors'")).Message.ShouldContain("changes 'conv_in' twice");
    }

    [Fact]
    public void What_of_it_is_none_of_the_models_is_told()
    {
        var network = new MemoryTensors().Add("conv_in.weight", [0f, 0, 0, 0], 2, 2).Add("conv_out.weight", [0f, 0, 0, 0], 2, 2);
        var lora = new MemoryTensors()
            .Add("unet.conv_in.lora_A.weight", [1f, 1], 1, 2).Add("unet.conv_in.lora_B.weight", [1f, 2], 2, 1)
            .Add("unet.conv_out.lora_A.weight", [1f, 1, 1], 1, 3).Add("unet.conv_out.lora_B.weight", [1f, 2], 2, 1)
            .Add("unet.conv_other.lora_A.weight", [1f, 1], 1, 2).Add("unet.conv_other.lora_B.weight", [1f, 2], 2, 1)
            .Add("text_encoder.text_model.x.lora_A.weight", [1f, 1], 1, 2).Add("text_encoder.text_model.x.lora_B.weight", [1f, 2], 2, 1)
            .Add("stray", [1f]);
        var read = LoraFile.Of(lora, None, "'x'");

        LoraMatch.Of(read, part => part == LoraPart.Network ? network : null).Warnings(read, "'x'").ShouldBe(
        [
            "1 of the 4 modules of the LoRA 'x' are none of this model's and are left out: 'unet.conv_other.lora_A.weight'.",
            "1 modules of the LoRA 'x' have other sizes than this model and are left out: 'unet.conv_out.lora_A.weight [1, 3] and [2, 1] for [2, 2]'.",
            "1 tensors of the LoRA 'x' are of a kind that is not known here and are left out: 'stray'.",
        ]);
    }
}
