using System.Reflection;
using MySpinBot.Imaging;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Showing;

/// <summary>With <c>MYSPINBOT_UPDATE=1</c> the pictures are made anew; look at each before it is committed.</summary>
[Trait("Category", "golden")]
public sealed class Help_shows_what_nodes_do
{
    // Blocks of text drawn by another version of a font differ by up to some hundredths.
    private const double FarthestAllowed = 0.06;

    private static readonly Lazy<IReadOnlyDictionary<string, HelpExample>> Examples = new(() => HelpExample.All().ToDictionary(example => example.ToString()));

    public static TheoryData<string> Names => [.. Examples.Value.Keys];

    public static TheoryData<string> Plugins => ["Media", "Tts", "Esrgan"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_example_makes_its_picture(string name)
    {
        var example = Examples.Value[name];
        if (example.TakesModels)
        {
            TestModels.Folder();
        }

        var made = ImageCodec.Decode(await example.RunAsync(TestContext.Current.CancellationToken)).Image;
        if (Environment.GetEnvironmentVariable("MYSPINBOT_UPDATE") == "1")
        {
            await File.WriteAllBytesAsync(example.PicturePath, ImageCodec.Encode(made, new JpegEncoding()), TestContext.Current.CancellationToken);
        }

        File.Exists(example.PicturePath).ShouldBeTrue($"{example.PicturePath} is missing. Run again with MYSPINBOT_UPDATE=1 and look at the picture.");
        (made.Width <= 960 && made.Height <= 720).ShouldBeTrue($"The picture has {made.Width}×{made.Height} pixels; at most 960×720 are shown in help.");
        var farthest = Likeness.Farthest(made, ImageCodec.Decode(await File.ReadAllBytesAsync(example.PicturePath, TestContext.Current.CancellationToken)).Image);
        farthest.ShouldBeLessThanOrEqualTo(FarthestAllowed, $"The graph makes another picture than {example.PicturePath}. If it should, run again with MYSPINBOT_UPDATE=1 and look at the picture.");
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Every_node_is_in_an_example(string plugin)
    {
        var shown = Examples.Value.Values.SelectMany(example => example.Example.ClassTypes).ToHashSet(StringComparer.Ordinal);
        // What other nodes put into a graph is nobody's to draw.
        var nodes = NodeRunner.PackOf(Assembly.Load($"MySpinBot.Nodes.{plugin}")).Nodes.Select(node => node.Descriptor).Where(node => !node.Category.EndsWith("/made", StringComparison.Ordinal));
        nodes.Select(node => node.ClassType).Where(type => !shown.Contains(type)).ShouldBeEmpty("These nodes have no example in the plugin's folder Help.");
    }
}
