using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MySpinBot.Sdk.Generators;

/// <summary>A mistake in a declaration, kept without holding on to the compilation.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, Place? Place, EquatableArray<string> Arguments)
{
    public static Problem Of(DiagnosticDescriptor rule, Place? place, params string[] arguments) => new(rule, place, arguments.ToEquatable());

    public Diagnostic ToDiagnostic(Compilation compilation)
        => Diagnostic.Create(Rule, Place?.In(compilation) ?? Location.None, Arguments.Cast<object>().ToArray());
}

/// <summary>A place in a source file, kept without holding on to its tree.</summary>
internal sealed record Place(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Place? Of(ISymbol symbol) => Of(symbol.Locations.FirstOrDefault());

    public static Place? Of(Location? location)
        => location?.SourceTree is { } tree ? new Place(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span) : null;

    public static Place? Of(AttributeData attribute) => attribute.ApplicationSyntaxReference is { } reference
        ? Of(Location.Create(reference.SyntaxTree, reference.Span))
        : null;

    /// <summary>The place in its tree, because a pragma suppresses only what lies in a tree.</summary>
    public Location In(Compilation compilation)
        => compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == Path && tree.Length >= Span.End) is { } tree
            ? Location.Create(tree, Span)
            : Location.Create(Path, Span, Lines);
}
