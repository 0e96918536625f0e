namespace MySpinBot.ComfyBehaviour;

/// <summary>What a prompt came to, asked by its nodes.</summary>
internal sealed class Result(RanPrompt ran)
{
    public bool DidRun(PromptNode node) => ran.Ran.Contains(node.Id);

    public bool WasCached(PromptNode node) => ran.Cached.Contains(node.Id);

    public bool WasDone(PromptNode node) => DidRun(node) || WasCached(node);

    public IReadOnlyCollection<string> Ran => [.. ran.Ran];

    /// <summary>The pictures that a node showed.</summary>
    public IReadOnlyList<PngPixels> Images(PromptNode node) => ran.Outputs.TryGetValue(node.Id, out var images) ? [.. images.Select(PngPixels.Read)] : [];

    /// <summary>Checks that a node showed pictures each of which is of one value.</summary>
    public void ShouldShow(PromptNode node, params int[] values)
    {
        var images = Images(node);
        images.Select(image => (image.Least, image.Most)).ShouldBe(values.Select(value => (value, value)), $"pictures of {node.Id} ({node.ClassType})");
    }
}
