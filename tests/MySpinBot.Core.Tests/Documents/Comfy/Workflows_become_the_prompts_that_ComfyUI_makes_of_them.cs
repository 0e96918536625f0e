using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Tests.Documents.Comfy;

public sealed class Workflows_become_the_prompts_that_ComfyUI_makes_of_them
{
    [Theory]
    [MemberData(nameof(Pairs.Names), MemberType = typeof(Pairs))]
    public void But_for_what_is_listed_each_is_the_same(string name)
    {
        var pairs = Pairs.Read();
        var pair = pairs[name];
        var read = pairs.Convert(pair.Workflow);

        read.Problems.Select(problem => problem.Sentence).ShouldBeEmpty();
        var made = pairs.Export(read.Document!).DifferencesTo(Prompt.Of(pair.Expected), pair.IsKnown).Order(StringComparer.Ordinal).ToList();
        Console.WriteLine(name + " " + pair.Match + "\n   " + string.Join("\n   ", made));
    }
}
