using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>What is at hand while one node is read. It holds symbols and does not outlive the reading.</summary>
internal sealed class NodeScratch(IMethodSymbol method, AttributeData attribute, Compilation compilation, bool readsDocs, CancellationToken cancellation)
{
    private readonly List<Problem> _problems = [];

    public IMethodSymbol Method { get; } = method;

    public AttributeData Attribute { get; } = attribute;

    public Compilation Compilation { get; } = compilation;

    /// <summary>Whether docs can be read at all, so that a missing one is worth a warning.</summary>
    public bool ReadsDocs { get; } = readsDocs;

    public CancellationToken Cancellation { get; } = cancellation;

    public string ClassType { get; } = attribute.FirstText();

    public HelpText Help { get; } = HelpText.Of(
        method, method.Parameters.ToDictionary(parameter => parameter.Name, Names.OfInput), cancellation);

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Whether a mistake was found that leaves nothing to generate.</summary>
    public bool IsRefused => _problems.Any(problem => problem.Rule.DefaultSeverity == DiagnosticSeverity.Error);

    public void Report(DiagnosticDescriptor rule, ISymbol at, params string[] arguments) => _problems.Add(Problem.Of(rule, Place.Of(at), arguments));

    public void ReportAtAttribute(DiagnosticDescriptor rule, params string[] arguments) => _problems.Add(Problem.Of(rule, Place.Of(Attribute), arguments));
}
