using MySpinBot.Sdk.Generators;

namespace MySpinBot.Sdk.Tests.Describing;

public sealed class Names_are_split_into_words
{
    [Theory]
    [InlineData("ImageBlur", "Image Blur")]
    [InlineData("SaveMP4", "Save MP4")]
    [InlineData("LoRALoader", "LoRA Loader")]
    [InlineData("CLIPTextEncode", "CLIP Text Encode")]
    [InlineData("KSampler", "KSampler")]
    [InlineData("KSamplerAdvanced", "KSampler Advanced")]
    [InlineData("ControlNetApply", "ControlNet Apply")]
    [InlineData("SD15Checkpoint", "SD15 Checkpoint")]
    [InlineData("Image_Blur2", "Image Blur2")]
    [InlineData("unCLIPConditioning", "unCLIP Conditioning")]
    public void A_class_type_becomes_a_title(string classType, string title) => Names.Title(classType).ShouldBe(title);

    [Theory]
    [InlineData("filenamePrefix", "filename_prefix")]
    [InlineData("onTrue", "on_true")]
    [InlineData("x", "x")]
    [InlineData("image1", "image1")]
    [InlineData("modelSD15", "model_sd15")]
    [InlineData("sourceURLPath", "source_url_path")]
    [InlineData("FrameCount", "frame_count")]
    [InlineData("noise_seed", "noise_seed")]
    [InlineData("fps24Rate", "fps24_rate")]
    public void A_parameter_becomes_a_name_in_documents(string parameter, string name) => Names.Snake(parameter).ShouldBe(name);
}
