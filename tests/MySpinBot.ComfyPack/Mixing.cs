using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace MySpinBot.ComfyPack;

/// <summary>Nodes with lazy, undeclared and fingerprinted inputs.</summary>
public static class Mixing
{
    /// <summary>Mixes two pictures; one of which the mask shows nothing is not made.</summary>
    [Node("TestLazyMixImages", Title = "Lazy Mix Images", Category = "Testing/Nodes", Ask = nameof(Wanted))]
    public static Image Mix([Lazy] Image? image1, [Lazy] Image? image2, Mask mask)
        => IsAll(mask, 0) ? image1! : IsAll(mask, 1) ? image2! : Pixels.Mixed(image1!, image2!, mask);

    internal static IEnumerable<string> Wanted(Mask mask, Image? image1, Image? image2)
    {
        if (image1 is null && !IsAll(mask, 1))
        {
            yield return "image1";
        }

        if (image2 is null && !IsAll(mask, 0))
        {
            yield return "image2";
        }
    }

    /// <summary>Averages as many pictures as are linked.</summary>
    [Node("TestVariadicAverage", Title = "Variadic Average", Category = "Testing/Nodes")]
    public static Image Average(Image input1, ExtraInputs others)
    {
        var images = new List<Image> { input1 };
        while (others.TryGetValue($"input{images.Count + 1}", out var next))
        {
            images.Add(next as Image ?? throw new NodeFailure($"'input{images.Count + 1}' is no picture; link one."));
        }

        return Pixels.Mean(images);
    }

    /// <summary>Passes a picture on, and is never the same if it is told so.</summary>
    [Node("TestCustomIsChanged", Title = "Custom IsChanged", Category = "Testing/Nodes", Fingerprint = nameof(Print))]
    public static Image Pass(Image image, [Input(Name = "should_change")] bool shouldChange = false) => image;

    internal static string? Print(bool shouldChange) => shouldChange ? null : "False";

    /// <summary>Multiplies a picture; its fingerprint looks at the factor, since links are not known to it.</summary>
    [Node("TestIsChangedWithConstants", Title = "IsChanged With Constants", Category = "Testing/Nodes", Fingerprint = nameof(PrintOfConstants))]
    public static Image Multiply(Image image, [Range(0, 10)] double value = 1) => Pixels.Scaled(image, value);

    internal static string PrintOfConstants(Image? image, double value) => (image is null ? value : double.NaN).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Multiplies a picture, and is an end in itself.</summary>
    [Node("TestOutputNodeWithSocketOutput", Title = "Test Output Node With Socket Output", Category = "_for_testing", IsOutput = true)]
    public static Image Process(Image image, [Range(0, 10)] double value = 1) => Pixels.Scaled(image, value);

    /// <summary>Has an input with a default, which older graphs do not give, and one without.</summary>
    [Node("TestOmittedOptionalInput", Title = "Omitted Optional Input", Category = "Testing/Nodes")]
    public static Image Scale(Image image, double scale = 0.5, Mask? mask = null)
        => mask is null ? Pixels.Scaled(image, scale) : Pixels.Scaled(Pixels.Mixed(Pixels.Scaled(image, 0), image, mask), scale);

    private static bool IsAll(Mask mask, float value) => !mask.Values.ContainsAnyExcept(value);
}
