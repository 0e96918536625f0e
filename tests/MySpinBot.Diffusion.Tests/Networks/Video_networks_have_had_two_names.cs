using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Imaging.Tests;
using MySpinBot.Inference;

namespace MySpinBot.Diffusion.Tests.Networks;

/// <summary>Stability's file numbers the blocks of its network through and diffusers counts them by level; both are the same network.</summary>
public sealed class Video_networks_have_had_two_names
{
    [Fact]
    public void Every_weight_is_found_under_the_other_whatever_the_depth()
    {
        foreach (var config in new[] { VideoUNetShapes.Tiny, VideoUNetShapes.FullSize, VideoUNetShapes.Tiny with { Channels = [32, 64], Heads = [1, 1], LayersPerBlock = 3 } })
        {
            var weights = new RandomWeights(VideoUNetShapes.Of(config));
            foreach (var before in new[] { "", "model.diffusion_model." })
            {
                var stability = new RenamedTensors(weights, name => before + VideoUNetShapes.Stability(name, config));
                var back = VideoUNetNames.Diffusers(stability).ShouldNotBeNull();
                back.Entries.Select(Told).ToHashSet().SetEquals(weights.Entries.Select(Told)).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Names_of_Stabilitys_file_are_these()
    {
        string[] theirs =
        [
            "input_blocks.1.0.time_stack.in_layers.2.weight", "input_blocks.1.0.time_mixer.mix_factor", "input_blocks.1.1.time_stack.0.norm_in.weight", "input_blocks.1.1.time_pos_embed.2.bias", "input_blocks.3.0.op.weight",
            "middle_block.1.time_mixer.mix_factor", "output_blocks.2.1.conv.weight", "output_blocks.5.2.conv.weight", "output_blocks.11.1.transformer_blocks.0.ff.net.0.proj.weight", "label_emb.0.2.weight", "time_embed.0.weight", "out.2.bias",
        ];
        var known = VideoUNetShapes.Of(VideoUNetShapes.FullSize).Entries.Select(entry => VideoUNetShapes.Stability(entry.Name, VideoUNetShapes.FullSize)).ToHashSet();
        theirs.Where(name => !known.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Networks_of_full_size_are_as_large_as_those_that_were_published()
    {
        var weights = new RandomWeights(VideoUNetShapes.Of(VideoUNetShapes.FullSize));
        weights.Entries.Sum(entry => entry.Count).ShouldBe(1_524_623_082);
        var config = VideoUNetReading.Of(weights).ShouldNotBeNull();
        config.Channels.ShouldBe(VideoUNetShapes.FullSize.Channels);
        config.Heads.ShouldBe(VideoUNetShapes.FullSize.Heads);
        (config with { Channels = [], Heads = [], Frames = 25 }).ShouldBe(VideoUNetShapes.FullSize with { Channels = [], Heads = [] });
    }

    [Fact]
    public void Both_compute_the_same()
    {
        foreach (var folder in Golden.Folders("svd-*"))
        {
            using var weights = VideoModels.Weights(folder, "unet");
            var config = VideoUNetReading.Of(weights, VideoModels.Config(folder, "unet")).ShouldNotBeNull();
            var single = new RenamedTensors(weights, name => $"model.diffusion_model.{VideoUNetShapes.Stability(name, config)}");
            var graphs = new[] { weights, VideoUNetNames.Diffusers(single).ShouldNotBeNull() }.Select(named => new VideoUNet(config, named).Graph().ToText()).ToArray();
            graphs[1].ShouldBe(graphs[0]);
        }
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var config = VideoUNetShapes.Tiny;
        ITensors Without(string part) => new RenamedTensors(new RandomWeights(VideoUNetShapes.Of(config)), name => name.StartsWith(part, StringComparison.Ordinal) ? null : name);

        Should.Throw<CheckpointException>(() => VideoUNetReading.Of(Without("up_blocks.2"))).Message.ShouldContain("4 levels on the way down");
        Should.Throw<CheckpointException>(() => VideoUNetReading.Of(Without("add_embedding.linear_1"))).Message.ShouldContain("'add_embedding.linear_1.weight'");
        Should.Throw<CheckpointException>(() => new VideoUNet(config, Without("mid_block.resnets.1.temporal_res_block.conv2")).Graph()).Message.ShouldContain("mid_block.resnets.1.temporal_res_block.conv2.weight");
        VideoUNetReading.Of(Without("down_blocks")).ShouldBeNull();
    }

    private static string Told(TensorEntry entry) => $"{entry.Name} [{string.Join(", ", entry.Shape)}]";
}
