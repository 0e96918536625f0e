using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Nodes.Diffusion;

namespace MySpinBot.Nodes.Tests.Painting;

public sealed class Models_are_loaded
{
    [Fact]
    public async Task A_folder_of_diffusers_and_a_single_file_of_the_same_weights_paint_the_same()
    {
        await using var studio = new TinyStudio();
        var folder = await studio.LoadAsync(TinyFiles.Diffusers(studio.Models, "tiny"));
        var single = await studio.LoadAsync(TinyFiles.Checkpoint(studio.Models, "tiny.ckpt"));

        folder.Model.Network.Heads[^1].ShouldBe(4, "The folder's config.json says so.");
        single.Model.Network.Heads[^1].ShouldBe(8, "Nothing says otherwise.");

        var (one, other) = (await studio.PaintAsync(folder with { Model = folder.Model with { Network = single.Model.Network } }), await studio.PaintAsync(single));
        one.Pixels.SequenceEqual(other.Pixels).ShouldBeTrue();
        one.Pixels.ToArray().Distinct().Count().ShouldBeGreaterThan(100);

        (await studio.PaintAsync(single, seed: 2)).Pixels.SequenceEqual(other.Pixels).ShouldBeFalse();
        (await studio.PaintAsync(folder)).Pixels.SequenceEqual(other.Pixels).ShouldBeFalse("Other heads are another network.");
    }

    [Fact]
    public async Task What_a_folder_lacks_is_told_where_it_is_used()
    {
        await using var studio = new TinyStudio();
        var parts = await studio.LoadAsync(TinyFiles.Diffusers(studio.Models, "mute", text: false));

        (await Should.ThrowAsync<NodeFailure>(() => studio.PaintAsync(parts))).Message.ShouldBe("'mute' has no text encoder; load one with CLIPLoader.");
    }

    [Fact]
    public async Task Folders_of_other_models_are_named()
    {
        await using var studio = new TinyStudio();
        var index = TinyFiles.Diffusers(studio.Models, "other");
        await File.WriteAllTextAsync(index, """{"_class_name": "StableDiffusionXLPipeline"}""", TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<NodeFailure>(() => studio.LoadAsync(index))).Message
            .ShouldBe("'other' is a StableDiffusionXLPipeline, which does not run here; a StableDiffusionPipeline of the version 1.x, or a StableVideoDiffusionPipeline, would be right.");

        await File.WriteAllTextAsync(index, "{", TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<NodeFailure>(() => studio.LoadAsync(index))).Message.ShouldStartWith("'model_index.json' of 'other' is no JSON:");
    }

    [Fact]
    public async Task A_folder_with_another_part_is_another_model_for_the_key()
    {
        await using var studio = new TinyStudio();
        var index = new FileReference(TinyFiles.Diffusers(studio.Models, "tiny"), ContentId.Of([]), 0);
        var before = DiffusersLoaderNode.Beside(index);
        DiffusersLoaderNode.Beside(index).ShouldBe(before);

        TinyFiles.Diffusers(studio.Models, "tiny", seed: 2);

        DiffusersLoaderNode.Beside(index).ShouldNotBe(before);
        DiffusersLoaderNode.Beside(null).ShouldBeNull();
    }

    [Fact]
    public async Task A_network_alone_with_other_parts_beside_it_paints_too()
    {
        await using var studio = new TinyStudio();
        var whole = await studio.LoadAsync(TinyFiles.Checkpoint(studio.Models, "tiny.safetensors"));
        var network = await studio.Nodes.RunAsync("UNETLoader", new { unetName = TinyFiles.NetworkAlone(studio.Models, "tiny.safetensors"), weightDtype = "fp8_e4m3fn" }, TestContext.Current.CancellationToken);
        network.Log.ShouldHaveSingleItem().Text.ShouldContain("not kept in 8 bits");

        var alone = network.Output<MySpinBot.Diffusion.DiffusionModel>();

        var (one, other) = (await studio.PaintAsync(whole with { Model = alone }), await studio.PaintAsync(whole));
        one.Pixels.SequenceEqual(other.Pixels).ShouldBeTrue();
    }
}
