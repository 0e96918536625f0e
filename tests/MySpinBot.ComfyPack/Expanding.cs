using System.ComponentModel.DataAnnotations;

namespace MySpinBot.ComfyPack;

/// <summary>Nodes that put others in their place.</summary>
public static class Expanding
{
    private const double MostSeed = 18446744073709551615.0;

    /// <summary>Expands to two nodes that wait for each other.</summary>
    [Node("TestDynamicDependencyCycle", Title = "Dynamic Dependency Cycle", Category = "Testing/Nodes")]
    public static Outcome<Image> Circle(Image input1, Image input2)
    {
        var fragment = new GraphFragment();
        var mask = HalfMask(fragment, 0.5);
        fragment.Add("mix1", "TestLazyMixImages", ("image1", input1), ("image2", new FragmentLink("mix2", 0)), ("mask", mask));
        var mix = fragment.Add("mix2", "TestLazyMixImages", ("image1", new FragmentLink("mix1", 0)), ("image2", input2), ("mask", mask));
        return new Expansion(fragment, mix.Output());
    }

    /// <summary>Gives a value for small numbers, and expands for larger ones.</summary>
    /// <returns>image: The grey; white: White.</returns>
    [Node("TestMixedExpansionReturns", Title = "Mixed Expansion Returns", Category = "Testing/Nodes")]
    public static Outcome<(Image Image, Image White)> Mixed(double input1)
    {
        var white = Pixels.Even(1);
        if (input1 <= 0.2)
        {
            return (Pixels.Even(input1 <= 0.1 ? 0.1 : 0.2), white);
        }

        var fragment = new GraphFragment();
        var mix = fragment.Add("mix", "TestLazyMixImages", ("image1", Stub(fragment, "BLACK")), ("image2", Stub(fragment, "WHITE")), ("mask", HalfMask(fragment, 0.3)));
        return new Expansion(fragment, mix.Output(), white);
    }

    /// <summary>Expands to a whole way from a prompt to a picture.</summary>
    [Node("TestSamplingInExpansion", Title = "Sampling In Expansion", Category = "Testing/Nodes")]
    public static Outcome<Image> Sample(
        [Input(Type = "MODEL")] object model,
        [Input(Type = "CLIP")] object clip,
        [Input(Type = "VAE")] object vae,
        [Range(0, MostSeed)] ulong seed = 0,
        [Range(1, 100)] long steps = 20,
        [Range(0, 30)] double cfg = 7,
        [Input(Multiline = true)] string prompt = "a beautiful landscape with mountains and trees",
        [Input(Name = "negative_prompt", Multiline = true)] string negativePrompt = "blurry, bad quality, worst quality")
    {
        var fragment = new GraphFragment();
        var positive = fragment.Add("positive", "CLIPTextEncode", ("text", prompt), ("clip", clip));
        var negative = fragment.Add("negative", "CLIPTextEncode", ("text", negativePrompt), ("clip", clip));
        var latent = fragment.Add("latent", "EmptyLatentImage", ("width", 512L), ("height", 512L), ("batch_size", 1L));
        var sampled = fragment.Add(
            "sampler",
            "KSampler",
            ("model", model),
            ("positive", positive.Output()),
            ("negative", negative.Output()),
            ("latent_image", latent.Output()),
            ("seed", unchecked((long)seed)),
            ("steps", steps),
            ("cfg", cfg),
            ("sampler_name", "euler_ancestral"),
            ("scheduler", "normal"));
        return new Expansion(fragment, fragment.Add("decode", "VAEDecode", ("samples", sampled.Output()), ("vae", vae)).Output());
    }

    /// <summary>Expands to three nodes that sleep beside each other, and averages what they pass on.</summary>
    [Node("TestParallelSleep", Title = "Test Parallel Sleep", Category = "_for_testing", IsOutput = true)]
    public static Outcome<Image> SleepInParallel(
        Image image1,
        Image image2,
        Image image3,
        [Hidden(HiddenValue.NodeId)] string? self,
        [Range(0, 10), Input(Step = 0.01)] double sleep1 = 0.5,
        [Range(0, 10), Input(Step = 0.01)] double sleep2 = 0.5,
        [Range(0, 10), Input(Step = 0.01)] double sleep3 = 0.5)
    {
        var fragment = new GraphFragment();
        var asleep = new[] { (image1, sleep1), (image2, sleep2), (image3, sleep3) }
            .Select((one, number) => fragment.Add($"sleep{number + 1}", "TestSleep", ("value", one.Item1), ("seconds", one.Item2))).ToList();
        return new Expansion(fragment, Average(fragment, asleep));
    }

    /// <summary>Expands to as many sleeping nodes as it is told.</summary>
    [Node("TestDynamicAsyncGeneration", Title = "Test Dynamic Async Generation", Category = "_for_testing/async")]
    public static Outcome<Image> Generate(
        Image image1,
        Image image2,
        [Range(1, 10), Input(Name = "num_async_nodes")] int count = 3,
        [Range(0.1, 1), Input(Name = "sleep_duration")] double duration = 0.2)
    {
        var fragment = new GraphFragment();
        var asleep = Enumerable.Range(0, count)
            .Select(number => fragment.Add($"sleep{number + 1}", "TestSleep", ("value", number % 2 == 0 ? image1 : image2), ("seconds", duration))).ToList();
        return new Expansion(fragment, count == 1 ? asleep[0].Output() : Average(fragment, asleep));
    }

    /// <summary>Expands to a node that shows a text.</summary>
    [Node("TestExecutedNodeIdsExpander", Title = "Executed Node Ids Expander", Category = "Testing/Nodes", IsOutput = true)]
    public static Outcome<string> ExpandToShown(string value)
    {
        var fragment = new GraphFragment();
        return new Expansion(fragment, fragment.Add("child", "TestExecutedNodeIdsChild", ("value", value)).Output());
    }

    /// <summary>Shows a text.</summary>
    [Node("TestExecutedNodeIdsChild", Title = "Executed Node Ids Child", Category = "Testing/Nodes", IsOutput = true)]
    public static string Show(string value, NodeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Show("text", System.Text.Json.JsonSerializer.SerializeToElement(value));
        return value;
    }

    /// <summary>Expands to a node that nobody offers.</summary>
    [Node("TestExpandsToDisabledNode", Title = "Expands To Disabled Node", Category = "Testing/Nodes", IsOutput = true)]
    public static Outcome<string> ExpandToNothing()
    {
        var fragment = new GraphFragment();
        return new Expansion(fragment, fragment.Add("gone", "TestDisabledNode").Output());
    }

    private static FragmentLink Average(GraphFragment fragment, List<FragmentNode> of)
        => fragment.Add("average", "TestVariadicAverage", [.. of.Select((node, number) => ($"input{number + 1}", (object?)node.Output()))]).Output();

    private static FragmentLink HalfMask(GraphFragment fragment, double value)
        => fragment.Add("mask", "StubMask", ("value", value), ("height", 512L), ("width", 512L), ("batch_size", 1L)).Output();

    private static FragmentLink Stub(GraphFragment fragment, string content)
        => fragment.Add(content.ToLowerInvariant(), "StubImage", ("content", content), ("height", 512L), ("width", 512L), ("batch_size", 1L)).Output();
}
