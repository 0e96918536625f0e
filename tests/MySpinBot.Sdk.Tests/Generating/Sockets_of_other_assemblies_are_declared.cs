using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MySpinBot.Sdk.Tests.Generating;

public sealed class Sockets_of_other_assemblies_are_declared
{
    private const string Library = """
        namespace Shared;
        [Socket("MESH", Color = "#112233")]
        public sealed record Mesh(int Corners);
        public sealed class MeshCodec : IValueCodec<Mesh>
        {
            public string Name => "mesh-1";
            public void Encode(Mesh value, System.IO.Stream output) { }
            public Mesh Decode(System.IO.Stream input) => new(0);
        }
        public abstract class NoCodec : IValueCodec<Mesh>
        {
            public abstract string Name { get; }
            public abstract void Encode(Mesh value, System.IO.Stream output);
            public abstract Mesh Decode(System.IO.Stream input);
        }
        [Socket("FLAME")]
        public sealed class Flame { }
        [Socket("UNUSED")]
        public sealed class Unused { }
        """;

    [Fact]
    public void Each_once_with_its_colour_and_the_codec_that_stands_beside_it()
        => Lines(Pack("""
            using Shared;
            public static class N
            {
                [Node("A")] public static Mesh A(Mesh mesh, IReadOnlyList<Mesh>? more = null) => mesh;
                [Node("B")] public static (Mesh one, Flame two) B(Flame? flame = null) => throw new Exception();
            }
            """)).ShouldBe(
            [
                "global::MySpinBot.Sdk.SocketRegistration.Live<global::Shared.Flame>(\"FLAME\", null),",
                "global::MySpinBot.Sdk.SocketRegistration.Stored<global::Shared.Mesh>(\"MESH\", \"#112233\", new global::Shared.MeshCodec()),",
            ]);

    [Fact]
    public void Beside_those_of_the_plugins_own()
        => Lines(Pack("""
            using Shared;
            [Socket("OWN")] public sealed class Own { }
            public static class N
            {
                [Node("A")] public static Mesh A(Own own) => throw new Exception();
            }
            """)).ShouldBe(
            [
                "global::MySpinBot.Sdk.SocketRegistration.Live<global::Own>(\"OWN\", null),",
                "global::MySpinBot.Sdk.SocketRegistration.Stored<global::Shared.Mesh>(\"MESH\", \"#112233\", new global::Shared.MeshCodec()),",
            ]);

    [Fact]
    public void Two_types_under_one_name_are_told()
    {
        var result = Run("""
            using Shared;
            [Socket("MESH")] public sealed class Mine { }
            public static class N
            {
                [Node("A")] public static Mine A(Mesh mesh) => throw new Exception();
            }
            """);
        result.Diagnostics.Select(problem => problem.GetMessage(null)).Where(text => text.Contains("socket", StringComparison.Ordinal)).ShouldBe(
            ["Type 'Mine' cannot be the socket 'MESH' because Mesh has that name already. A socket type is a type without type parameters whose name no other socket has."]);
    }

    [Fact]
    public void What_is_generated_compiles()
    {
        var compilation = Compilation("""
            using Shared;
            /// <summary>Nodes.</summary>
            public static class N
            {
                /// <summary>Makes one.</summary>
                /// <param name="mesh">One.</param>
                [Node("A")] public static Mesh A(Mesh mesh) => mesh;
            }
            """);
        Snippet.Driver(DocumentationMode.Diagnose).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        generated.GetDiagnostics().Where(message => message.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
    }

    private static string Pack(string source) => Run(source).GeneratedTrees.Single(tree => tree.FilePath.EndsWith("NodePack.g.cs", StringComparison.Ordinal)).ToString();

    private static IEnumerable<string> Lines(string pack) => pack.Split('\n').Select(line => line.Trim()).Where(line => line.Contains("SocketRegistration.", StringComparison.Ordinal));

    private static GeneratorDriverRunResult Run(string source) => Snippet.Driver(DocumentationMode.Diagnose).RunGenerators(Compilation(source)).GetRunResult();

    private static CSharpCompilation Compilation(string source)
    {
        var library = Snippet.Compilation(DocumentationMode.Diagnose, Snippet.File(Library)).WithAssemblyName("Shared");
        using var bytes = new MemoryStream();
        library.Emit(bytes).Diagnostics.Where(message => message.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        return Snippet.Compilation(DocumentationMode.Diagnose, Snippet.File(source)).AddReferences(MetadataReference.CreateFromImage(bytes.ToArray()));
    }
}
