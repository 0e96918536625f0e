using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Tests.Generating;

public sealed class Mistakes_of_methods_beside_a_node_are_told
{
    [Fact]
    public void A_method_that_is_not_there()
        => Snippet.ProblemsOf("""[Node("X", Validate = "Check")] public static void A(int n) { }""").ShouldBe(
            """MSB014 at Node("X", Validate = "Check"): Validate of node 'X' names 'Check', which Nodes does not have. Add the method to the class of the node, or mend the name.""");

    [Theory]
    [InlineData("Ask", "internal static string Check(int n) => throw new Exception();", "it returns string", "IEnumerable<string>")]
    [InlineData("Fingerprint", "internal static int Check(int n) => n;", "it returns int", "string?")]
    [InlineData("Validate", "internal static IEnumerable<string> Check() => throw new Exception();", "it returns IEnumerable<string>", "IEnumerable<InputFault>")]
    [InlineData("Need", "internal static long Check() => 1;", "it returns long", "MemoryNeed")]
    [InlineData("Need", "private static MemoryNeed Check() => default;", "it is not public or internal", "MemoryNeed")]
    [InlineData("Need", "internal static MemoryNeed Check(long n) => default;", "its parameter 'n' of type long is not an input of the node", "MemoryNeed")]
    [InlineData("Need", "internal static MemoryNeed Check(int m) => default;", "its parameter 'm' of type int is not an input of the node", "MemoryNeed")]
    [InlineData("Need", "internal static MemoryNeed Check(KnownInputs k) => default;", "its parameter 'k' of type KnownInputs is not an input of the node", "MemoryNeed")]
    [InlineData("Need", "internal static MemoryNeed Check(NodeContext c) => default;", "its parameter 'c' of type NodeContext is not an input of the node", "MemoryNeed")]
    public void A_method_of_the_wrong_form(string property, string method, string why, string returns)
        => Snippet.ProblemsOf($$"""[Node("X", {{property}} = "Check")] public static void A(int n) { } {{method}}""").ShouldBe(
            $"MSB015 at Check: {property} of node 'X' cannot call 'Check' because {why}. It has to return {returns} and may take any of the node's inputs by name and type.");

    [Fact]
    public void Of_several_methods_the_one_that_fits_is_taken()
    {
        const string Node = """[Node("X", Need = "Check")] public static void A(int n) { } """;

        Snippet.ProblemsOf(Node + "internal static MemoryNeed Check(int n) => default; private static MemoryNeed Check(string s) => default;").ShouldBe("");
        Snippet.ProblemsOf(Node + "internal static MemoryNeed Check(int n) => default; internal static MemoryNeed Check() => default;").ShouldContain(
            "Need of node 'X' cannot call 'Check' because several of that name would do.");
    }

    [Fact]
    public void A_chain_of_migrations_with_a_gap()
        => Snippet.ProblemsOf("""[Node("X", Version = 3)] public static void A() { } [Migration("X", 1)] internal static JsonObject M(JsonObject inputs) => inputs;""").ShouldBe(
            """MSB020 at Node("X", Version = 3): Node 'X' is at version 3 but nothing raises its inputs from version 2. Add a method with [Migration("X", 2)].""");

    [Theory]
    [InlineData("Y", 1, "this assembly has no such node")]
    [InlineData("X", 2, "the node is at version 2")]
    [InlineData("X", 0, "the node is at version 2")]
    [InlineData("X", 1, "another one does the same")]
    public void A_migration_of_no_use(string classType, int from, string why)
        => Snippet.ProblemsOf($$"""
            [Node("X", Version = 2)] public static void A() { }
            [Migration("X", 1)] internal static JsonObject First(JsonObject inputs) => inputs;
            [Migration("{{classType}}", {{from}})] internal static JsonObject Second(JsonObject inputs) => inputs;
            """).ShouldBe(
            $"""MSB021 at Migration("{classType}", {from}): The migration of '{classType}' from version {from} is of no use because {why}. Name a node of this assembly and a version below its own, once each.""");

    [Theory]
    [InlineData("private static JsonObject M(JsonObject inputs) => inputs;")]
    [InlineData("internal static JsonNode M(JsonObject inputs) => inputs;")]
    [InlineData("internal static JsonObject M() => new();")]
    public void A_migration_of_the_wrong_form(string method)
        => Snippet.ProblemsOf($$"""[Node("X", Version = 2)] public static void A() { } [Migration("X", 1)] {{method}}""").ShouldBe(
            """MSB022 at Migration("X", 1): Method 'M' cannot be a migration. It has to be static, not private, and of the form JsonObject M(JsonObject inputs).""");

    [Fact]
    public void A_capability_that_offers_nothing()
        => Snippet.Problems("""[Capability("c")] public class C { }""", DocumentationMode.None).ShouldBe(
            "MSB024 at C: Class 'C' has [Capability] but offers none. It has to implement ITextGenerator, IEmbedder, ISpeaker or ITranscriber.");

    [Theory]
    [InlineData("""[Socket("IMAGE")] public class C { }""", "IMAGE", "the Sdk has a socket of that name")]
    [InlineData("""[Socket("A,B")] public class C { }""", "A,B", "the name is empty or holds a comma or a space")]
    [InlineData("""[Socket("G")] public class C<T> { }""", "G", "it has type parameters")]
    public void A_socket_of_the_wrong_form(string source, string name, string why)
        => Snippet.Problems(source, DocumentationMode.None).ShouldBe(
            $"MSB027 at C: Type 'C' cannot be the socket '{name}' because {why}. A socket type is a type without type parameters whose name no other socket has.");

    [Fact]
    public void Sockets_that_share_a_name_or_have_two_codecs()
        => Snippet.Problems("""
            [Socket("S")] public class A { }
            [Socket("S")] public class B { }
            public class One : IValueCodec<A> { public string Name => ""; public void Encode(A v, System.IO.Stream s) { } public A Decode(System.IO.Stream s) => new(); }
            public sealed class Two : One { }
            """, DocumentationMode.None).ShouldBe("""
            MSB029 at A: Socket 'S' has more than one codec: One, Two. Keep one public class that implements IValueCodec<A>.
            MSB027 at B: Type 'B' cannot be the socket 'S' because A has that name already. A socket type is a type without type parameters whose name no other socket has.
            """);
}
