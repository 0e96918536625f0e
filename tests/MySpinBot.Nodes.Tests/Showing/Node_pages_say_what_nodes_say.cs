namespace MySpinBot.Nodes.Tests.Showing;

/// <summary>With <c>MYSPINBOT_UPDATE=1</c> the pages are written anew.</summary>
public sealed class Node_pages_say_what_nodes_say
{
    private static readonly string Folder = Path.Combine(HelpExample.Root, "docs", "nodes");

    [Fact]
    public async Task And_there_are_no_others()
    {
        var pages = new NodePages(HelpExample.Plugins, HelpExample.All()).All().ToArray();
        if (Environment.GetEnvironmentVariable("MYSPINBOT_UPDATE") == "1")
        {
            if (Directory.Exists(Folder))
            {
                Directory.Delete(Folder, recursive: true);
            }

            Directory.CreateDirectory(Folder);
            foreach (var (name, text) in pages)
            {
                await File.WriteAllTextAsync(Path.Combine(Folder, name), text, TestContext.Current.CancellationToken);
            }
        }

        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(pages.Select(page => page.Name).Order(StringComparer.Ordinal), "docs/nodes");
        foreach (var (name, text) in pages)
        {
            var there = await File.ReadAllTextAsync(Path.Combine(Folder, name), TestContext.Current.CancellationToken);
            (there == text).ShouldBeTrue($"docs/nodes/{name} no longer says what its nodes say. Run again with MYSPINBOT_UPDATE=1.");
        }
    }
}
