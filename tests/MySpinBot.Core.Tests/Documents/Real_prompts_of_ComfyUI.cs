using System.Text;
using System.Text.Json;
using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Tests.Documents;

/// <summary>Documents that ComfyUI itself wrote, in the folder that MYSPINBOT_PAIRS names: third-party data, not part of the project.
/// Without it the tests are skipped; in CI they fail.</summary>
public sealed class Real_prompts_of_ComfyUI
{
    [Fact]
    public void Every_prompt_is_read_with_all_its_nodes_and_links()
    {
        foreach (var (name, bytes) in Files("prompt.json"))
        {
            var read = GraphReader.Read(bytes, ReadLimits.Default);

            read.Problems.ShouldBeEmpty(name);
            // Python writes NaN, which is not JSON; here it stands in is_changed only.
            var expected = JsonElement.Parse(Encoding.UTF8.GetString(bytes).Replace("NaN", "null", StringComparison.Ordinal)).EnumerateObject().ToDictionary(node => node.Name, node => node.Value);
            read.Document!.Nodes.Select(node => node.Id).ShouldBe(expected.Keys, name);
            read.Document.Nodes.ShouldAllBe(node => node.ClassType == expected[node.Id].GetProperty("class_type").GetString());
            read.Document.Nodes.Sum(node => node.Inputs.Count(input => input.Value is LinkValue)).ShouldBe(expected.Values.Sum(Links), name);
        }
    }

    [Fact]
    public void Every_prompt_is_the_same_after_it_was_written_in_our_form_and_read_again()
    {
        foreach (var (name, bytes) in Files("prompt.json"))
        {
            var written = GraphWriter.Write(GraphReader.Read(bytes, ReadLimits.Default).Document!);
            GraphWriter.Write(GraphReader.Read(written, ReadLimits.Default).Document!).ShouldBe(written, name);
        }
    }

    [Fact]
    public void A_document_of_its_editor_is_refused_with_a_sentence_that_says_what_to_do()
    {
        foreach (var (name, bytes) in Files("workflow.json"))
        {
            GraphReader.Read(bytes, ReadLimits.Default).Problems.ShouldHaveSingleItem(name).Sentence.ShouldContain("Export (API)");
        }
    }

    private static int Links(JsonElement node)
        => node.GetProperty("inputs").EnumerateObject().Count(input => input.Value is { ValueKind: JsonValueKind.Array } list
            && list.GetArrayLength() == 2 && list[0].ValueKind == JsonValueKind.String && list[1].ValueKind == JsonValueKind.Number);

    private static List<(string Name, byte[] Bytes)> Files(string file)
    {
        const string Missing = "MYSPINBOT_PAIRS names no folder with documents of ComfyUI, so nothing was read.";
        if (Environment.GetEnvironmentVariable("MYSPINBOT_PAIRS") is not { Length: > 0 } folder || !Directory.Exists(folder))
        {
            if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
            {
                Assert.Fail(Missing);
            }

            Assert.Skip(Missing);
            return [];
        }

        var files = Directory.EnumerateDirectories(folder).Select(pair => Path.Combine(pair, file)).Where(File.Exists).Order(StringComparer.Ordinal).ToList();
        files.ShouldNotBeEmpty();
        return [.. files.Select(path => (path, File.ReadAllBytes(path)))];
    }
}
