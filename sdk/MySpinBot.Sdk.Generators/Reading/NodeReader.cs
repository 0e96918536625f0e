using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Reads a method marked [Node].</summary>
internal static class NodeReader
{
    public static NodeRead Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var readsDocs = context.TargetNode.SyntaxTree.Options.DocumentationMode != DocumentationMode.None;
        var node = new NodeScratch((IMethodSymbol)context.TargetSymbol, context.Attributes[0], context.SemanticModel.Compilation, readsDocs, cancellation);
        var header = new NodeHeader(node.ClassType, NumberOf(node.Attribute, "Version"), Place.Of(node.Attribute));
        ReachReader.Check(node);
        var declared = Declare(node);
        return new NodeRead(header, node.IsRefused ? null : declared, node.Problems.ToEquatable());
    }

    private static NodeDeclaration? Declare(NodeScratch node)
    {
        var method = node.Method;
        var (inputs, arguments) = ParameterReader.Read(node);
        var returned = ReturnReader.Read(node);
        var hooks = new HookReader(node, inputs);
        var call = new MethodCall(method.ContainingType.ToDisplayString(CarriedTypes.Full), Literals.Name(method.Name), method.IsStatic, arguments);
        var validate = hooks.Read("Validate", "IEnumerable<InputFault>", Sequence(node, SdkNames.Namespace + "InputFault"));
        return returned is null ? null : new NodeDeclaration(node.ClassType, call, returned)
        {
            Settings = SettingsOf(node, returned, call, validate).ToEquatable(),
            Inputs = inputs,
            Ask = hooks.Read("Ask", "IEnumerable<string>", Sequence(node, "System.String")),
            Fingerprint = hooks.Read("Fingerprint", "string?", node.Compilation.GetSpecialType(SpecialType.System_String)),
            Validate = validate,
            Need = hooks.Read("Need", "MemoryNeed", node.Compilation.GetTypeByMetadataName(SdkNames.Namespace + "MemoryNeed")),
            Instance = method.IsStatic ? null : ServiceReader.Read(method.ContainingType, null, problem => node.Report(problem.Rule, method.ContainingType, [.. problem.Arguments])),
        };
    }

    private static ITypeSymbol? Sequence(NodeScratch node, string of)
        => node.Compilation.GetTypeByMetadataName(of) is { } element
            ? node.Compilation.GetSpecialType(SpecialType.System_Collections_Generic_IEnumerable_T).Construct(element)
            : null;

    private static IEnumerable<Setting> SettingsOf(NodeScratch node, ReturnDeclaration returned, MethodCall call, MethodCall? validate)
    {
        var attribute = node.Attribute;
        yield return new Setting("ClassType", Literals.Of(node.ClassType));
        yield return new Setting("Title", Literals.Of(attribute.Text("Title") ?? Names.Title(node.ClassType)));
        yield return new Setting("Version", Literals.Of(NumberOf(attribute, "Version")));
        yield return new Setting("Description", Literals.Of(node.Help.Summary));
        yield return new Setting("Remarks", Literals.Of(node.Help.Remarks));
        yield return new Setting("Category", Literals.Of(attribute.Text("Category") ?? "misc"));
        yield return new Setting("Search", Expressions.Array("string", InputReader.Split(attribute.Text("Search")).Select(Literals.Of)));
        yield return new Setting("Repeatability", attribute.Constant("Repeatability")?.Expression() ?? "global::MySpinBot.Sdk.Repeatability.Exact");
        yield return new Setting("Lane", attribute.Constant("Lane")?.Expression() ?? "global::MySpinBot.Sdk.Lane.Cpu");
        yield return new Setting("Slots", Literals.Of(NumberOf(attribute, "Slots")));
        yield return new Setting("IsOutput", Literals.Of(attribute.Is("IsOutput")));
        yield return new Setting("HasEffects", Literals.Of(attribute.Is("HasEffects")));
        yield return new Setting("TakesExtraInputs", Literals.Of(call.Takes(ArgumentKind.Extra)));
        if (call.Takes(ArgumentKind.Graph))
        {
            yield return new Setting("SeesGraph", "true");
        }

        if (validate?.Takes(ArgumentKind.Linked) == true)
        {
            yield return new Setting("ChecksLinks", "true");
        }

        yield return new Setting("MayExpand", Literals.Of(returned.IsOutcome));
        yield return new Setting("Deprecated", attribute.Text("Deprecated") is { } why ? Literals.Of(why) : "null");
        yield return new Setting("Experimental", Literals.Of(attribute.Is("Experimental")));
    }

    /// <summary>A count of the attribute, 1 where it is not given.</summary>
    public static int NumberOf(AttributeData attribute, string property) => attribute.Constant(property)?.Value is int number ? number : 1;
}
