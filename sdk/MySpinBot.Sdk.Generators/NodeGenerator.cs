using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MySpinBot.Sdk.Generators;

/// <summary>Turns node declarations into descriptors and invokers.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NodeGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var syntax = context.SyntaxProvider;
        var nodes = syntax.ForAttributeWithMetadataName(SdkNames.Node, static (_, _) => true, NodeReader.Read).WithTrackingName("Nodes");
        var migrations = syntax.ForAttributeWithMetadataName(SdkNames.Migration, static (_, _) => true, MigrationReader.Read).SelectMany(static (all, _) => all).Collect();
        var sockets = syntax.ForAttributeWithMetadataName(SdkNames.Socket, static (_, _) => true, SocketReader.Read);
        var services = syntax.ForAttributeWithMetadataName(SdkNames.PluginService, static (_, _) => true, ServiceReader.ReadService);
        var capabilities = syntax.ForAttributeWithMetadataName(SdkNames.Capability, static (_, _) => true, ServiceReader.ReadCapability);
        var codecs = syntax.CreateSyntaxProvider(static (node, _) => node is ClassDeclarationSyntax { BaseList: not null }, SocketReader.ReadCodecs)
            .SelectMany(static (all, _) => all).Collect();
        var identity = context.CompilationProvider.Select(PackReader.Read).WithTrackingName("Identity");

        // Places change with every line that is typed above a node. Past this point declarations hold none, so that nothing is written again.
        var declared = nodes.Where(static node => node.Declared is not null).Select(static (node, _) => node.Declared!).Collect();

        WriteNodes(context, declared, migrations, identity);
        WritePack(context, identity, declared, Declared(sockets), codecs, Declared(services).Combine(Declared(capabilities)));

        Report(context, nodes.SelectMany(static (node, _) => node.Problems));
        Report(context, sockets.SelectMany(static (read, _) => read.Problems));
        Report(context, services.SelectMany(static (read, _) => read.Problems));
        Report(context, capabilities.SelectMany(static (read, _) => read.Problems));
        Report(context, nodes.Select(static (node, _) => node.Header).Collect().Combine(migrations).SelectMany(static (all, _) => CrossChecks.OfNodes(all.Left, all.Right)));
        Report(context, sockets.Collect().Combine(codecs).Combine(declared).SelectMany(static (all, _) => CrossChecks.OfSockets(all.Left.Left, all.Left.Right, all.Right)));
        Report(context, nodes.Collect().Combine(context.ParseOptionsProvider).SelectMany(static (all, _) => DocsOff(all.Left, all.Right)));
    }

    private static void WriteNodes(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<ImmutableArray<NodeDeclaration>> declared,
        IncrementalValueProvider<ImmutableArray<MigrationDeclaration>> migrations,
        IncrementalValueProvider<PackIdentity> identity)
    {
        var files = declared.Combine(migrations).SelectMany(static (all, _) => Assembler.Files(all.Left, all.Right)).WithTrackingName("Files");
        context.RegisterSourceOutput(files.Combine(identity), static (output, file)
            => output.AddSource(file.Left.Node.ClassType.Replace(' ', '_') + ".g.cs", SourceText.From(NodeWriter.Write(file.Left, file.Right), Encoding.UTF8)));
    }

    private static void WritePack(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<PackIdentity> identity,
        IncrementalValueProvider<ImmutableArray<NodeDeclaration>> declared,
        IncrementalValueProvider<ImmutableArray<SocketDeclaration>> sockets,
        IncrementalValueProvider<ImmutableArray<CodecDeclaration>> codecs,
        IncrementalValueProvider<(ImmutableArray<ServiceDeclaration> Left, ImmutableArray<ServiceDeclaration> Right)> services)
    {
        var pack = identity.Combine(declared).Combine(sockets.Combine(codecs)).Combine(services)
            .Select(static (all, _) => Assembler.Pack(
                all.Left.Left.Left, all.Left.Left.Right, all.Left.Right.Left, all.Left.Right.Right, all.Right.Right.Concat(all.Right.Left)))
            .WithTrackingName("Pack");
        context.RegisterSourceOutput(pack, static (output, pack) =>
        {
            if (pack.ClassTypes.Count + pack.Sockets.Count + pack.Services.Count > 0)
            {
                output.AddSource("NodePack.g.cs", SourceText.From(PackWriter.Write(pack), Encoding.UTF8));
            }
        });
    }

    private static IncrementalValueProvider<ImmutableArray<T>> Declared<T>(IncrementalValuesProvider<Read<T>> read)
        where T : class, IEquatable<T>
        => read.Where(static item => item.Declared is not null).Select(static (item, _) => item.Declared!).Collect();

    private static void Report(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Problem> problems)
        => context.RegisterSourceOutput(
            problems.Combine(context.CompilationProvider), static (output, problem) => output.ReportDiagnostic(problem.Left.ToDiagnostic(problem.Right)));

    private static ImmutableArray<Problem> DocsOff(ImmutableArray<NodeRead> nodes, ParseOptions options)
        => nodes.Length > 0 && options.DocumentationMode == DocumentationMode.None ? [Problem.Of(Rules.DocsOff, null)] : [];
}
