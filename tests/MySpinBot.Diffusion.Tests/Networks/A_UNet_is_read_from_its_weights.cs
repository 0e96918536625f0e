using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>What a UNet is, from names and shapes, with and without the descriptions that lie beside it.</summary>
[Trait("Category", "golden")]
public sealed class A_UNet_is_read_from_its_weights
{
    [Fact]
    public void The_names_of_original_files_become_those_of_diffusers_by_rule()
    {
        const string Single = "model.diffusion_model.";
        var all = Golden.Json(Path.GetFileName(GoldenUNet.Models[0]), "single-file-ldm/ldm_to_diffusers_keys.json").EnumerateObject().Where(pair => pair.Name.StartsWith(Single, StringComparison.Ordinal)).ToDictionary(pair => pair.Name[Single.Length..], pair => pair.Value.GetString());
        var blocks = new LdmBlocks(all.Keys);
        all.ShouldNotBeEmpty();

        foreach (var (there, here) in all)
        {
            UNetNames.Renamed(there, blocks).ShouldBe(here!["unet/".Length..], there);
        }
    }

    [Fact]
    public void A_single_file_holds_the_same_numbers_as_the_folder()
    {
        using var single = Checkpoint.Open(Directory.EnumerateFiles(Path.Combine(GoldenUNet.Models[0], "single-file-ldm"), "*.safetensors").Single());
        using var folder = GoldenUNet.Weights();
        var named = UNetNames.Of(single)!;

        named.Entries.Select(entry => entry.Name).ShouldBe(folder.Entries.Select(entry => entry.Name), ignoreOrder: true);
        foreach (var entry in folder.Entries)
        {
            named.Get(entry.Name).Shape.ShouldBe(entry.Shape, entry.Name);
            named.ReadFloats(entry.Name).ShouldBe(Array.ConvertAll(folder.ReadFloats(entry), number => (float)(Half)number), entry.Name);
        }

        // What shapes say is the same from both; what they cannot say (heads, the groups of normalisations) is as published, or as the .yaml says.
        var (read, described) = (UNetReading.Of(named, heads: HeadRule.OfCount(UNetReading.Of(folder, GoldenUNet.Json()).Heads)), UNetReading.Of(folder, GoldenUNet.Json()));
        read.Channels.ShouldBe(described.Channels);
        read.Heads.ShouldBe(described.Heads);
        read.TransformerLayers.ShouldBe(described.TransformerLayers);
        (read with { Channels = described.Channels, Heads = described.Heads, TransformerLayers = described.TransformerLayers, NormGroups = described.NormGroups }).ShouldBe(described);
    }

    [Theory]
    [InlineData("model:\n  params:\n    unet_config:\n      params:\n        num_heads: 8\n    first_stage_config:\n      params:\n        num_heads: 3\n", 64, 8)]
    [InlineData("network_config:\n  params:\n    num_heads: -1 # unused\n    num_head_channels: 16\n", 64, 4)]
    public void Heads_are_divided_as_the_original_description_says(string yaml, int channels, int heads)
        => HeadRule.OfYaml(yaml)!.Of(0, channels).ShouldBe(heads);

    [Fact]
    public void A_description_that_says_nothing_of_heads_gives_no_rule() => HeadRule.OfYaml("first_stage_config:\n  num_heads: 3\n").ShouldBeNull();

    [Theory]
    [InlineData("{\"_class_name\": \"UNetSpatioTemporalConditionModel\"}", "UNet2DConditionModel would be right")]
    [InlineData("{\"block_out_channels\": [320, 640, 1280, 1280]}", "do not belong together")]
    [InlineData("{\"in_channels\": 77}", "do not belong together")]
    [InlineData("{\"act_fn\": \"gelu\"}", "act_fn = gelu; networks with silu are built here")]
    [InlineData("{\"time_cond_proj_dim\": 256}", "time_cond_proj_dim = 256; networks without it")]
    [InlineData("{\"down_block_types\": [\"AttnDownBlock2D\"]}", "has a AttnDownBlock2D")]
    [InlineData("{\"attention_head_dim\": \"many\"}", "a whole number, or one for each level")]
    [InlineData("{\"attention_head_dim\": 101}", "cannot be divided among 101 heads")]
    [InlineData("{\"norm_num_groups\": 101}", "101 groups of its normalisations cannot share")]
    public void What_is_not_built_or_does_not_belong_together_is_refused(string json, string sentence)
    {
        using var weights = GoldenUNet.Weights();
        Should.Throw<CheckpointException>(() => UNetReading.Of(weights, JsonDocument.Parse(json).RootElement)).Message.ShouldContain(sentence);
    }

    [Fact]
    public void The_tensors_of_a_tiny_model_are_those_that_diffusers_writes()
    {
        using var weights = GoldenUNet.Weights();
        var made = UNetShapes.Of(UNetReading.Of(weights, GoldenUNet.Json())).Entries.ToDictionary(entry => entry.Name, entry => entry.Shape);
        made.Keys.ShouldBe(weights.Entries.Select(entry => entry.Name), ignoreOrder: true);
        foreach (var entry in weights.Entries)
        {
            Sizes(made[entry.Name]).ShouldBe(Sizes(entry.Shape), entry.Name);
        }
    }

    [Fact]
    public void Without_a_description_it_is_taken_to_be_as_it_was_published()
    {
        var read = UNetReading.Of(new RandomWeights(UNetShapes.Of(UNetShapes.StableDiffusion)));
        read.Heads.ShouldBe([8, 8, 8, 8]);
        read.NormGroups.ShouldBe(32);
        read.Channels.ShouldBe([320, 640, 1280, 1280]);
        read.TransformerLayers.ShouldBe([1, 1, 1, 0]);
        (read.InChannels, read.OutChannels, read.ContextWidth, read.LayersPerBlock, read.AddedWidth).ShouldBe((4, 4, 768, 2, 0));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    public void An_inpainting_model_takes_as_many_channels_as_its_weights_do(int channels)
    {
        var weights = new RandomWeights(UNetShapes.Of(UNetShapes.Tiny with { InChannels = channels }));
        var graph = new UNet(UNetReading.Of(weights), weights).Graph();
        graph.Inputs[0].Shape[1].ShouldBe(channels);
        graph.Outputs[0].Shape[1].ShouldBe(4);
    }

    [Fact]
    public void What_SDXL_adds_to_the_time_counts()
    {
        // Several transformer layers on the inner levels, none on the first, pooled text and six sizes.
        var config = UNetShapes.Tiny with { Channels = [32, 64, 64], Heads = [1, 1, 1], TransformerLayers = [0, 1, 2], AddedWidth = 16 + (6 * 8), SizeWidth = 8 };
        var weights = new RandomWeights(UNetShapes.Of(config));
        var read = UNetReading.Of(weights, JsonDocument.Parse("""{"attention_head_dim": [1, 1, 1], "addition_time_embed_dim": 8, "addition_embed_type": "text_time"}""").RootElement);
        (read with { Channels = config.Channels, Heads = config.Heads, TransformerLayers = config.TransformerLayers }).ShouldBe(config);
        read.TransformerLayers.ShouldBe(config.TransformerLayers);

        float[] Run(float size)
        {
            float[] added = [.. Enumerable.Repeat(0.5f, 16), size, size, 0, 0, size, size];
            return GraphRun.Of(new UNet(read, weights).Graph(), (NetworkPorts.Sample, new float[4 * 64], [1, 4, 8, 8]), (NetworkPorts.Timestep, [500], [1]), (NetworkPorts.Context, new float[7 * 32], [1, 7, 32]), (NetworkPorts.Added, added, [1, 22]))[NetworkPorts.Output].Values;
        }

        GraphRun.Farthest(Run(1024), Run(1024)).ShouldBe(0);
        GraphRun.Farthest(Run(1024), Run(512)).ShouldBeGreaterThan(1e-3);
    }

    [Fact]
    public void Weights_of_something_else_are_no_UNet()
    {
        var other = new MemoryTensors().Add("encoder.conv_in.weight", new float[9], 1, 1, 3, 3);
        UNetNames.Of(other).ShouldBeNull();
        Should.Throw<CheckpointException>(() => UNetReading.Of(other)).Message.ShouldContain("no UNet's");
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using var weights = GoldenUNet.Weights();
        var missing = weights.Entries.Select(entry => entry.Name).Where(name => name.StartsWith("up_blocks.0.resnets.", StringComparison.Ordinal) && name.EndsWith(".conv1.weight", StringComparison.Ordinal)).Max(StringComparer.Ordinal).ShouldNotBeNull();
        var damaged = new RenamedTensors(weights, name => name == missing ? null : name);
        Should.Throw<CheckpointException>(() => new UNet(UNetReading.Of(damaged, GoldenUNet.Json()), damaged).Graph()).Message.ShouldContain(missing);
    }

    // Projections of 1×1 are matrices in some models.
    private static IEnumerable<long> Sizes(ImmutableArray<long> shape) => shape.Reverse().SkipWhile(size => size == 1).Reverse();
}
