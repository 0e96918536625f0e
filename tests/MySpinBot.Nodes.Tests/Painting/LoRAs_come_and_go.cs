using MySpinBot.Checkpoints;
using MySpinBot.Diffusion;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Nodes.Diffusion;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Painting;

public sealed class LoRAs_come_and_go
{
    [Fact]
    public async Task A_picture_changes_with_them_and_is_what_it_was_without()
    {
        await using var studio = new TinyStudio();
        var plain = await studio.LoadAsync(TinyFiles.Checkpoint(studio.Models, "tiny.safetensors"));
        var lora = TinyFiles.Lora(studio.Models, "style.safetensors");
        var before = await studio.PaintAsync(plain);

        var (styled, result) = await AddAsync(studio, plain, lora, 0.8, 0.6);
        result.Log.ShouldBeEmpty();
        styled.Model.Loras.ShouldHaveSingleItem().Strength.ShouldBe(0.8);
        styled.Clip.Loras.ShouldHaveSingleItem().Strength.ShouldBe(0.6);
        var changed = await studio.PaintAsync(styled);
        changed.Pixels.SequenceEqual(before.Pixels).ShouldBeFalse();

        // The network alone, the encoder alone, and both the other way round are four different pictures.
        var (network, _) = await AddAsync(studio, plain, lora, 0.8, 0);
        network.Clip.ShouldBeSameAs(plain.Clip);
        var (words, _) = await AddAsync(studio, plain, lora, 0, 0.6);
        words.Model.ShouldBeSameAs(plain.Model);
        var (turned, _) = await AddAsync(studio, plain, lora, -0.8, -0.6);
        float[][] all = [before.Pixels.ToArray(), changed.Pixels.ToArray(), (await studio.PaintAsync(network)).Pixels.ToArray(), (await studio.PaintAsync(words)).Pixels.ToArray(), (await studio.PaintAsync(turned)).Pixels.ToArray()];
        all.Select(pixels => string.Join(' ', pixels.Take(500))).Distinct().Count().ShouldBe(all.Length);

        (await studio.PaintAsync(plain)).Pixels.SequenceEqual(before.Pixels).ShouldBeTrue("What was merged has left no trace.");
    }

    [Fact]
    public async Task Several_follow_one_another()
    {
        await using var studio = new TinyStudio();
        var plain = await studio.LoadAsync(TinyFiles.Checkpoint(studio.Models, "tiny.safetensors"));
        var (first, _) = await AddAsync(studio, plain, TinyFiles.Lora(studio.Models, "one.safetensors"), 1, 1);
        var (both, _) = await AddAsync(studio, first, TinyFiles.Lora(studio.Models, "two.safetensors", seed: 2, rank: 3), 0.5, 0.5);

        both.Model.Loras.Select(lora => lora.Strength).ShouldBe([1, 0.5]);
        var (two, one) = (await studio.PaintAsync(both), await studio.PaintAsync(first));
        two.Pixels.SequenceEqual(one.Pixels).ShouldBeFalse();
        var only = await studio.Nodes.RunAsync("LoraLoaderModelOnly", new { model = plain.Model, loraName = Path.Combine(studio.Models, "loras", "one.safetensors"), strengthModel = 1.0 }, TestContext.Current.CancellationToken);
        only.Output<DiffusionModel>().Loras.ShouldBe(first.Model.Loras);
    }

    [Fact]
    public async Task At_no_strength_nothing_is_changed_or_said()
    {
        await using var studio = new TinyStudio();
        var plain = await studio.LoadAsync(TinyFiles.Checkpoint(studio.Models, "tiny.safetensors"));

        var (same, result) = await AddAsync(studio, plain, TinyFiles.Lora(studio.Models, "one.safetensors"), 0, 0);

        (same.Model, same.Clip).ShouldBe((plain.Model, plain.Clip));
        result.Log.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_for_another_model_is_refused_and_what_is_foreign_in_one_is_told()
    {
        await using var studio = new TinyStudio();
        var plain = await studio.LoadAsync(TinyFiles.Checkpoint(studio.Models, "tiny.safetensors"));
        const string module = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k";
        var large = new MemoryTensors().Add($"{module}.lora_up.weight", new float[1280], 1280, 1).Add($"{module}.lora_down.weight", new float[2048], 1, 2048).Write(studio.Models, "loras", "xl.safetensors");

        (await Should.ThrowAsync<NodeFailure>(() => AddAsync(studio, plain, large, 1, 1))).Message
            .ShouldStartWith($"The LoRA 'xl.safetensors' was made for a model of another kind: it changes {module}.lora_down.weight [1, 2048] and [1280, 1] for [16, 16].");

        var foreign = new MemoryTensors().Add("lora_unet_nowhere.lora_up.weight", [1f], 1, 1).Add("lora_unet_nowhere.lora_down.weight", [1f], 1, 1).Write(studio.Models, "loras", "foreign.safetensors");
        var (_, result) = await AddAsync(studio, plain, foreign, 1, 1);
        result.Log.ShouldHaveSingleItem().Text.ShouldBe("The LoRA 'foreign.safetensors' changes nothing here: none of its 1 modules is one of what it is applied to.");
    }

    [Fact]
    public async Task What_is_no_LoRA_is_refused()
    {
        await using var studio = new TinyStudio();
        var file = TinyFiles.Checkpoint(studio.Models, "tiny.safetensors");
        var plain = await studio.LoadAsync(file);

        (await Should.ThrowAsync<NodeFailure>(() => AddAsync(studio, plain, file, 1, 1))).Message
            .ShouldBe("'tiny.safetensors' is Stable Diffusion 1.x, single file, and no LoRA that is known here: one in the names of kohya's scripts, of diffusers or of PEFT would be right.");
    }

    private static async Task<(LoadedCheckpoint Parts, NodeResult Result)> AddAsync(TinyStudio studio, LoadedCheckpoint parts, string lora, double model, double clip)
    {
        var result = await studio.Nodes.RunAsync("LoraLoader", new { model = parts.Model, clip = parts.Clip, loraName = lora, strengthModel = model, strengthClip = clip }, TestContext.Current.CancellationToken);
        return (parts with { Model = result.Output<DiffusionModel>("MODEL"), Clip = result.Output<TextEncoder>("CLIP") }, result);
    }
}
