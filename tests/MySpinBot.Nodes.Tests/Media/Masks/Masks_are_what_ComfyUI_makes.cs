using System.Text.Json;
using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media.Masks;

[Trait("Category", "golden")]
public sealed class Masks_are_what_ComfyUI_makes : IDisposable
{
    // ComfyUI's bilinear and bicubic scaling and its order of additions; see the folder's README.
    private const float Scaling = 5e-6f;

    private readonly Call _call = new();

    public static TheoryData<string, float> Nodes => new()
    {
        { "SolidMask", 0 },
        { "InvertMask", 0 },
        { "ThresholdMask", 0 },
        { "CropMask", 0 },
        { "MaskComposite", 0 },
        { "FeatherMask", 0 },
        { "GrowMask", 0 },
        { "MaskToImage", 0 },
        { "ImageToMask", 0 },
        { "ImageColorToMask", 0 },
        { "LoadImageMask", 0 },
        { "ImageCompositeMasked", Scaling },
        { "JoinImageWithAlpha", Scaling },
        { "SplitImageWithAlpha", 0 },
        { "PorterDuffImageComposite", Scaling },
        { "Morphology", 0 },
        { "MaskBlur", 1e-3f },
        { "MaskFillHoles", 0 },
    };

    public void Dispose() => _call.Dispose();

    [Theory]
    [MemberData(nameof(Nodes))]
    public void By(string node, float tolerance)
    {
        var golden = MaskGolden.Open();
        var cases = golden.Cases.Where(each => each.GetProperty("node").GetString() == node).ToList();

        foreach (var each in cases)
        {
            var made = Run(node, new Given(golden, each.GetProperty("inputs"), _call));
            var wanted = each.GetProperty("outputs").EnumerateArray().Select(key => key.GetString()!).ToList();
            made.Length.ShouldBe(wanted.Count);
            foreach (var (value, key) in made.Zip(wanted))
            {
                ShouldEqual(value, golden.Shape(key), golden.Values(key), tolerance, each.GetRawText());
            }
        }

        cases.ShouldNotBeEmpty();
    }

    [Fact]
    public void No_case_is_left_out() => MaskGolden.Open().Cases.Select(each => each.GetProperty("node").GetString()).Except(Nodes.Select(row => row.Data.Item1)).ShouldBeEmpty();

    private object[] Run(string node, Given given) => node switch
    {
        "SolidMask" => [SolidMaskNode.Make(given.Number("value"), given.Integer("width"), given.Integer("height"))],
        "InvertMask" => [MaskValueNodes.Invert(given.Mask("mask"))],
        "ThresholdMask" => [MaskValueNodes.Threshold(given.Mask("mask"), given.Number("value"))],
        "CropMask" => [CropMaskNode.Crop(given.Mask("mask"), given.Integer("x"), given.Integer("y"), given.Integer("width"), given.Integer("height"))],
        "MaskComposite" => [MaskCompositeNode.Combine(given.Mask("destination"), given.Mask("source"), default, given.Integer("x"), given.Integer("y"), given.Choice<MaskOperation>("operation"))],
        "FeatherMask" => [FeatherMaskNode.Feather(given.Mask("mask"), given.Integer("left"), given.Integer("top"), given.Integer("right"), given.Integer("bottom"))],
        "GrowMask" => [GrowMaskNode.Grow(given.Mask("mask"), _call, default, given.Integer("expand"), given.Flag("tapered_corners"))],
        "MaskToImage" => [MaskConversionNodes.ToImage(given.Mask("mask"))],
        "ImageToMask" => [MaskConversionNodes.ToMask(given.Image("image"), given.Text("channel"))],
        "ImageColorToMask" => [MaskConversionNodes.OfColour(given.Image("image"), given.Integer("color"))],
        "LoadImageMask" => [LoadImageMaskNode.Load(given.File("image"), default, given.Text("channel"))],
        "ImageCompositeMasked" =>
        [
            ImageCompositeMaskedNode.Composite(
                given.Image("destination"), given.Image("source"), default, given.Integer("x"), given.Integer("y"), given.Flag("resize_source"), given.Has("mask") ? given.Mask("mask") : null),
        ],
        "JoinImageWithAlpha" => [AlphaChannelNodes.Join(given.Image("image"), given.Mask("alpha"), default)],
        "SplitImageWithAlpha" => Both(AlphaChannelNodes.Split(given.Image("image"))),
        "PorterDuffImageComposite" => Both(PorterDuffImageCompositeNode.Composite(
            given.Image("source"), given.Mask("source_alpha"), given.Image("destination"), given.Mask("destination_alpha"), _call, default, given.Choice<PorterDuffMode>("mode"))),
        "Morphology" => [MorphologyNode.Apply(given.Image("image"), _call, default, given.Choice<MorphologyOperation>("operation"), given.Integer("kernel_size"))],
        "MaskBlur" => [MaskBlurNode.Blur(given.Mask("mask"), _call, default, given.Number("sigma"))],
        "MaskFillHoles" => [MaskFillHolesNode.Fill(given.Mask("mask"), _call, default)],
        _ => throw new InvalidOperationException(node),
    };

    private static object[] Both((Image Image, Mask Mask) made) => [made.Image, made.Mask];

    private static void ShouldEqual(object made, int[] shape, float[] wanted, float tolerance, string story)
    {
        var (itsShape, values) = made switch
        {
            Mask mask => ([mask.Batch, mask.Height, mask.Width], mask.Values.ToArray()),
            Image image => (new[] { image.Batch, image.Height, image.Width, image.Channels }, image.Pixels.ToArray()),
            _ => throw new InvalidOperationException(made.ToString()),
        };
        itsShape.ShouldBe(shape, story);
        var apart = values.Zip(wanted, (one, other) => MathF.Abs(one - other)).Max();
        (apart <= tolerance).ShouldBeTrue($"{apart} apart: {story}");
    }

    /// <summary>The inputs of a case.</summary>
    private sealed class Given(MaskGolden golden, JsonElement inputs, Call call)
    {
        public bool Has(string name) => inputs.TryGetProperty(name, out _);

        public double Number(string name) => inputs.GetProperty(name).GetDouble();

        public int Integer(string name) => inputs.GetProperty(name).GetInt32();

        public bool Flag(string name) => inputs.GetProperty(name).GetBoolean();

        public string Text(string name) => inputs.GetProperty(name).GetString()!;

        public Mask Mask(string name) => golden.Mask(inputs.GetProperty(name).GetProperty("tensor").GetString()!);

        public Image Image(string name) => golden.Image(inputs.GetProperty(name).GetProperty("tensor").GetString()!);

        public FileReference File(string name) => call.File($"{Guid.NewGuid()}.png", inputs.GetProperty(name).GetProperty("file").GetBytesFromBase64());

        public T Choice<T>(string name)
            where T : struct, Enum
            => Enum.Parse<T>(Text(name).Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
    }
}
