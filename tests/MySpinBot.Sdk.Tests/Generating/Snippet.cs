using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MySpinBot.Sdk.Generators;

namespace MySpinBot.Sdk.Tests.Generating;

/// <summary>Source text that is compiled with the generator, as an author's is.</summary>
internal static class Snippet
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.ComponentModel.DataAnnotations;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Threading;
        using System.Threading.Tasks;
        using MySpinBot.Sdk;

        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) is "netstandard.dll" or "MySpinBot.Sdk.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>What is wrong with a file: one line a mistake, with the text that it points at.</summary>
    public static string Problems(string source, DocumentationMode docs = DocumentationMode.Diagnose)
    {
        var text = Usings + source;
        var result = Driver(docs).RunGenerators(Compilation(docs, text)).GetRunResult();
        result.Results.ShouldAllBe(run => run.Exception == null);
        return string.Join('\n', result.Diagnostics.OrderBy(problem => problem.Location.SourceSpan.Start).ThenBy(problem => problem.Id)
            .Select(problem => $"{problem.Id} {(problem.IsSuppressed ? "silenced " : "")}{At(text, problem.Location)}: {problem.GetMessage(null)}"));
    }

    /// <summary>What is wrong with members of a public static class, whose docs are left out.</summary>
    public static string ProblemsOf(string members) => Problems($"public static class Nodes {{ {members} }}", DocumentationMode.None)
        .Split('\n').Where(line => !line.StartsWith("MSB026", StringComparison.Ordinal)).Aggregate("", (all, line) => all.Length == 0 ? line : $"{all}\n{line}");

    /// <summary>Generates, compiles what came of it, and gives the compiler's warnings and errors.</summary>
    public static IReadOnlyList<string> CompilerMessages(string assembly, string source)
    {
        var compilation = Compilation(DocumentationMode.Diagnose, Usings + source).WithAssemblyName(assembly);
        Driver(DocumentationMode.Diagnose).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return [.. generated.GetDiagnostics().Where(message => message.Severity >= DiagnosticSeverity.Warning).Select(message => message.ToString())];
    }

    public static CSharpGeneratorDriver Driver(DocumentationMode docs) => CSharpGeneratorDriver.Create(
        [new NodeGenerator().AsSourceGenerator()],
        parseOptions: Options(docs),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static CSharpCompilation Compilation(DocumentationMode docs, params string[] sources) => CSharpCompilation.Create(
        "Some.Plugin",
        sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, Options(docs), path: $"File{index}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>A file with the usings that nodes need.</summary>
    public static string File(string source) => Usings + source;

    private static CSharpParseOptions Options(DocumentationMode docs) => new(LanguageVersion.Latest, docs);

    private static string At(string text, Location location)
        => location.Kind == LocationKind.None ? "nowhere" : $"at {text.Substring(location.SourceSpan.Start, location.SourceSpan.Length)}";
}
