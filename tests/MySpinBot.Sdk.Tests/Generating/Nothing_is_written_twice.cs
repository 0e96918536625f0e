using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MySpinBot.Sdk.Tests.Generating;

public sealed class Nothing_is_written_twice
{
    private const string Nodes = """
        /// <summary>Nodes.</summary>
        public static class N
        {
            /// <summary>One.</summary>
            [Node("One")] public static int A() => 1;

            /// <summary>Two.</summary>
            [Node("Two")] public static int B() => 2;
        }
        """;

    [Fact]
    public void An_unrelated_file_changes_nothing()
    {
        var steps = After(compilation => compilation.AddSyntaxTrees(Tree("public class Unrelated { public int X; }")));

        steps.ShouldAllBe(step => step.Reason == IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void A_line_above_a_node_writes_nothing_again()
    {
        var steps = After(compilation => Replace(compilation, "// A comment.\n" + Nodes));

        steps.ShouldAllBe(step => step.Reason == IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void A_changed_node_is_written_again_and_no_other()
    {
        var steps = After(compilation => Replace(compilation, Nodes.Replace("Two.", "Zwei.", StringComparison.Ordinal)));

        steps.Where(step => step.Reason != IncrementalStepRunReason.Cached).ShouldHaveSingleItem().File.ShouldBe("Two.g.cs");
    }

    /// <summary>Which files were written, and why, after a change to a compilation that was generated for already.</summary>
    private static IReadOnlyList<(string File, IncrementalStepRunReason Reason)> After(Func<CSharpCompilation, CSharpCompilation> change)
    {
        var before = Snippet.Compilation(DocumentationMode.Diagnose, Snippet.File(Nodes));
        var result = Snippet.Driver(DocumentationMode.Diagnose).RunGenerators(before).RunGenerators(change(before)).GetRunResult().Results.Single();
        var written = result.TrackedOutputSteps["SourceOutput"].SelectMany(step => step.Outputs).ToArray();
        written.ShouldNotBeEmpty();
        return [.. written.Select(output => (FileOf(output.Value), output.Reason))];
    }

    // The value of an output step is not public; its text names the file.
    private static string FileOf(object value)
    {
        var sources = value.GetType().GetField("Item1")!.GetValue(value)!;
        var first = ((System.Collections.IEnumerable)sources).Cast<object>().FirstOrDefault();
        return (string?)first?.GetType().GetProperty("HintName")?.GetValue(first) ?? "";
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, string nodes)
        => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], Tree(Snippet.File(nodes)));

    private static SyntaxTree Tree(string text)
        => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose), path: "File0.cs");
}
