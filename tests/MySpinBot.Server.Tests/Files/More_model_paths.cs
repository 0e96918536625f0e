using MySpinBot.Server.Files;

namespace MySpinBot.Server.Tests.Files;

public sealed class More_model_paths
{
    [Fact]
    public void The_usual_folders_have_ComfyUI_s_names()
    {
        var folders = ModelPaths.In("/m");
        folders["checkpoints"].ShouldBe(["/m/checkpoints"]);
        folders["text_encoders"].ShouldBe(["/m/text_encoders", "/m/clip"]);
        folders["diffusion_models"].ShouldBe(["/m/unet", "/m/diffusion_models"]);
        folders["controlnet"].ShouldBe(["/m/controlnet", "/m/t2i_adapter"]);
    }

    [Fact]
    public void Blocks_of_a_file_are_added_in_their_order()
        => Read(
            """
            # what another program has
            a111:
                base_path: /sd/
                checkpoints: models/Stable-diffusion
                loras: |
                     models/Lora
                     models/LyCORIS

                upscale_models: |
                              models/ESRGAN
                              models/RealESRGAN
                configs:
            empty:
            comfyui:
                base_path: ${HOME}/comfy
                is_default: true
                checkpoints: models/checkpoints/
                unet: models/unet
                voices2: "voices two"
            here:
                vae: ../vae
                loras: /sd/models/Lora
            """)
            .ShouldBe(
            [
                "checkpoints: /home/ada/comfy/models/checkpoints, /m/checkpoints, /sd/models/Stable-diffusion",
                "diffusion_models: /home/ada/comfy/models/unet, /m/unet, /m/diffusion_models",
                "loras: /m/loras, /sd/models/Lora, /sd/models/LyCORIS",
                "upscale_models: /m/upscale_models, /sd/models/ESRGAN, /sd/models/RealESRGAN",
                "vae: /m/vae, /vae",
                "voices2: /home/ada/comfy/voices two",
            ]);

    [Theory]
    [InlineData("a: {base_path: ~/x, vae: y}", "/home/ada/x/y")]
    [InlineData("a: {base_path: $HOME/x, vae: y}", "/home/ada/x/y")]
    [InlineData("a: {base_path: \"$NOT_SET/x\", vae: y}", "/etc/$NOT_SET/x/y")]
    [InlineData("a: {base_path: rel, vae: y}", "/etc/rel/y")]
    [InlineData("a: {vae: /abs}", "/abs")]
    [InlineData("a: {base_path: /b, vae: /abs}", "/abs")]
    [InlineData("a: {vae: y, base_path: /late}", "/late/y")]
    [InlineData("x: &p /anchor\na: {vae: /anchor/v}", null)]
    public void Paths_are_found_from_where_they_stand(string yaml, string? vae)
    {
        if (vae is null)
        {
            Should.Throw<InvalidDataException>(() => Read(yaml));
            return;
        }

        Read(yaml).ShouldContain($"vae: /m/vae, {vae}");
    }

    [Theory]
    [InlineData("- a\n- b", "not a mapping")]
    [InlineData("a: text", "not a mapping")]
    [InlineData("a: [1, 2]", "not a mapping")]
    [InlineData("a:\n  vae: [1, 2]", "'vae' is not a text")]
    [InlineData("a:\n  base_path: {x: y}", "'base_path' is not a text")]
    [InlineData("a: \"unfinished", "not YAML")]
    [InlineData("a:\n\tb: c", "not YAML")]
    [InlineData("? [a]\n: b", "not a text")]
    public void A_file_that_is_none_says_where(string yaml, string what)
        => Should.Throw<InvalidDataException>(() => Read(yaml)).Message.ShouldSatisfyAllConditions(message => message.ShouldContain(what), message => message.ShouldStartWith("Line "));

    [Fact]
    public void Nothing_is_nothing()
    {
        Read("").ShouldBeEmpty();
        Read("# only a remark").ShouldBeEmpty();
        Should.Throw<InvalidDataException>(() => Read(new string('#', 2_000_000)));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_reported_and_the_usual_folders_stay()
    {
        using var folder = new TemporaryFolder();
        List<string> told = [];
        ModelPaths.Read(null, "/m", told.Add)["vae"].ShouldBe(["/m/vae"]);
        told.ShouldBeEmpty();
        ModelPaths.Read(folder.Sub("none.yaml"), "/m", told.Add)["vae"].ShouldBe(["/m/vae"]);
        ModelPaths.Read(folder.Write("bad.yaml", "- a"), "/m", told.Add)["vae"].ShouldBe(["/m/vae"]);
        told.Count.ShouldBe(2);
        ModelPaths.Read(folder.Write("good.yaml", "a: {vae: more}"), "/m", told.Add)["vae"].ShouldBe(["/m/vae", folder.Sub("more")]);
    }

    // What is other than usual, a kind a line.
    private static List<string> Read(string yaml)
    {
        var usual = ModelPaths.In("/m");
        return [.. ModelPaths.With(usual, yaml, "/etc", name => name == "HOME" ? "/home/ada" : null)
            .Where(pair => !usual.TryGetValue(pair.Key, out var before) || !before.SequenceEqual(pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {string.Join(", ", pair.Value)}")];
    }
}
