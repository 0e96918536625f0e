using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using MySpinBot.Sdk.Tests.Surface;

namespace MySpinBot.Sdk.Tests.Generating;

/// <summary>The C# blocks of <c>docs/WRITING-NODES.md</c>, each compiled as a file of its own, as an author's project would.</summary>
public sealed partial class The_examples_for_authors_compile
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // The first block of the page is the usings that all others begin with.
    private static readonly IReadOnlyList<(string Heading, string Code)> Blocks = Read();

    public static TheoryData<string> Headings => [.. Blocks.Skip(1).Select(block => block.Heading).Distinct()];

    [Theory]
    [MemberData(nameof(Headings))]
    public void Under_each_heading(string heading)
    {
        foreach (var (_, code) in Blocks.Skip(1).Where(block => block.Heading == heading))
        {
            Messages(Blocks[0].Code + code).ShouldBeEmpty();
        }
    }

    [Fact]
    public void And_there_are_many() => Blocks.Count.ShouldBeGreaterThan(15);

    private static IReadOnlyList<string> Messages(string code)
    {
        var compilation = Snippet.Compilation(DocumentationMode.Diagnose, ImplicitUsings, code);
        Snippet.Driver(DocumentationMode.Diagnose).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var problems);
        return [.. problems.Concat(generated.GetDiagnostics()).Where(message => message.Severity >= DiagnosticSeverity.Warning).Select(message => message.ToString())];
    }

    private static IReadOnlyList<(string Heading, string Code)> Read()
    {
        var page = File.ReadAllText(Path.Combine(ApprovedText.Root, "docs", "WRITING-NODES.md"));
        return [.. Block().Matches(page).Select(block => (HeadingAbove(page[..block.Index]), block.Groups["code"].Value))];
    }

    private static string HeadingAbove(string text) => Heading().Matches(text)[^1].Groups["heading"].Value;

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^##? (?<heading>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
