using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads the outputs that a returned value holds.</summary>
internal static class OutputReader
{
    public static IReadOnlyList<OutputDeclaration> Read(NodeScratch node, ITypeSymbol type)
    {
        var attribute = node.Method.GetReturnTypeAttributes().Named(SdkNames.Output);
        return type switch
        {
            INamedTypeSymbol { IsTupleType: true } tuple => OfTuple(node, tuple),
            INamedTypeSymbol record when IsSpread(node, record, attribute) => OfRecord(node, record),
            _ => OfSingle(node, type, attribute),
        };
    }

    private static bool IsSpread(NodeScratch node, INamedTypeSymbol type, AttributeData? attribute)
        => type.IsRecord && attribute.Text("Type") is null && type.Find(SdkNames.Socket) is null
            && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, node.Compilation.Assembly);

    private static IReadOnlyList<OutputDeclaration> OfSingle(NodeScratch node, ITypeSymbol type, AttributeData? attribute)
        => CarriedOf(node, node.Method, type, attribute.Text("Type"), "The return value") is { } carried
            ? [new OutputDeclaration(attribute.Text("Name") ?? carried.SocketType, carried, node.Help.Returns, null)]
            : [];

    private static List<OutputDeclaration> OfTuple(NodeScratch node, INamedTypeSymbol tuple)
    {
        var outputs = new List<OutputDeclaration>();
        var help = TupleHelp.Read(node.Help.Returns, [.. tuple.TupleElements.Select(element => element.Name)]);
        foreach (var (element, index) in tuple.TupleElements.Select((element, index) => (element, index)))
        {
            if (!element.IsExplicitlyNamedTupleElement)
            {
                node.Report(Rules.TupleUnnamed, node.Method, node.ClassType, (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            else if (CarriedOf(node, node.Method, element.Type, null, $"Output '{element.Name}'") is { } carried)
            {
                outputs.Add(new OutputDeclaration(Names.Snake(element.Name), carried, help[index], "Item" + (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }
        }

        return outputs;
    }

    private static List<OutputDeclaration> OfRecord(NodeScratch node, INamedTypeSymbol record)
    {
        var outputs = new List<OutputDeclaration>();
        var docs = HelpText.Of(record, new Dictionary<string, string>(), node.Cancellation);
        foreach (var property in PropertiesOf(record))
        {
            var attribute = property.Find(SdkNames.Output) ?? PositionOf(record, property)?.Find(SdkNames.Output);
            if (CarriedOf(node, node.Method, property.Type, attribute.Text("Type"), $"Output '{property.Name}'") is { } carried)
            {
                var own = HelpText.Of(property, new Dictionary<string, string>(), node.Cancellation).Summary;
                var help = own.Length > 0 ? own : docs.Parameter(property.Name);
                outputs.Add(new OutputDeclaration(attribute.Text("Name") ?? Names.Snake(property.Name), carried, help, Literals.Name(property.Name)));
            }
        }

        return outputs;
    }

    /// <summary>Its public properties as they are declared, those of the record it derives from first.</summary>
    private static IEnumerable<IPropertySymbol> PropertiesOf(INamedTypeSymbol record)
    {
        var inherited = record.BaseType is { IsRecord: true } parent ? PropertiesOf(parent) : [];
        var own = record.GetMembers().OfType<IPropertySymbol>()
            .Where(property => property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false, IsOverride: false, GetMethod: not null })
            .OrderBy(property => property.Locations.FirstOrDefault()?.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(property => property.Locations.FirstOrDefault()?.SourceSpan.Start ?? 0);
        return inherited.Concat(own);
    }

    private static IParameterSymbol? PositionOf(INamedTypeSymbol record, IPropertySymbol property)
        => record.InstanceConstructors
            .Where(constructor => constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is RecordDeclarationSyntax))
            .SelectMany(constructor => constructor.Parameters)
            .FirstOrDefault(parameter => parameter.Name == property.Name);

    private static Carried? CarriedOf(NodeScratch node, ISymbol at, ITypeSymbol type, string? socket, string what)
    {
        var carried = CarriedTypes.Of(type, socket, node.Compilation.Assembly, out var refusal);
        if (refusal is { ListOf: { } element })
        {
            node.Report(Rules.CollectionType, at, what, node.ClassType, CarriedTypes.Show(type), element);
        }
        else if (refusal is not null || carried is { Kind: ValueKind.RawLink or ValueKind.Secret })
        {
            node.Report(Rules.ReturnType, at, what, node.ClassType, CarriedTypes.Show(type), refusal?.Hint ?? "Links and secrets go into a node only.");
            return null;
        }

        return carried;
    }
}
