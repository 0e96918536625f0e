using System.Text.Json;
using MySpinBot.Checkpoints;
using MySpinBot.Imaging.Tests;

namespace MySpinBot.Diffusion.Tests.Autoencoding;

/// <summary>Names, layouts and forms.</summary>
public sealed class An_autoencoder_is_read_from_its_weights
{
    private static string SingleFile => Directory.EnumerateFiles(Path.Combine(Golden.Folder("sd15-tiny"), "single-file-ldm"), "*.safetensors").ShouldHaveSingleItem();

    [Fact]
    public void The_original_single_file_holds_the_same_weights_in_sixteen_bits()
    {
        using var diffusers = GoldenAutoencoder.Weights();
        using var single = Checkpoint.Open(SingleFile);

        var named = AutoencoderNames.Diffusers(single).ShouldNotBeNull();

        named.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal).ShouldBe(diffusers.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach (var entry in diffusers.Entries)
        {
            named.Get(entry.Name).Shape.ShouldBe(entry.Shape, entry.Name);
            named.ReadFloats(entry.Name).ShouldBe(Array.ConvertAll(diffusers.ReadFloats(entry), number => (float)(Half)number), entry.Name);
        }
    }

    [Fact]
    public void Every_name_of_the_original_layout_becomes_the_one_that_diffusers_published()
    {
        var names = GoldenAutoencoder.OriginalNames();
        var file = new MemoryTensors();
        foreach (var (original, _) in names)
        {
            file.Add(original, [0f], 1);
        }

        var named = AutoencoderNames.Diffusers(file).ShouldNotBeNull();

        names.ShouldNotBeEmpty();
        named.Entries.Select(entry => entry.Name).ShouldBe(names.Select(pair => pair.Diffusers));
    }

    [Fact]
    public void Its_form_is_the_same_whatever_layout_it_is_in()
    {
        using var diffusers = GoldenAutoencoder.Weights();
        using var single = Checkpoint.Open(SingleFile);
        var right = GoldenAutoencoder.Config(diffusers);

        var read = AutoencoderReading.Of(single).ShouldNotBeNull();

        right.Kind.ShouldBe(AutoencoderKind.Kl);
        (read.Kind, read.LatentChannels, read.LayersPerBlock, read.Factor, read.Encodes, read.Decodes).ShouldBe((right.Kind, right.LatentChannels, right.LayersPerBlock, right.Factor, true, true));
        read.Channels.ShouldBe(right.Channels);
    }

    [Fact]
    public void A_configuration_with_groups_that_do_not_divide_the_channels_is_told()
    {
        using var weights = GoldenAutoencoder.Weights();

        Should.Throw<CheckpointException>(() => AutoencoderReading.Of(weights, JsonDocument.Parse("""{"norm_num_groups": 101}""").RootElement)).Message.ShouldContain("a number that divides all of them");
    }

    [Fact]
    public void Weights_of_something_else_are_no_autoencoder()
        => AutoencoderReading.Of(new MemoryTensors().Add("conv_in.weight", new float[36], 1, 4, 3, 3)).ShouldBeNull();
}
