using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Tests.Generating;

public sealed class Mistakes_of_nodes_are_told
{
    [Theory]
    [InlineData("image blur")]
    [InlineData("imageBlur")]
    [InlineData("Image-Blur")]
    [InlineData("Image  Blur")]
    [InlineData("Image blur")]
    [InlineData("Image ")]
    [InlineData(" Image")]
    [InlineData("")]
    public void A_class_type_is_a_Pascal_case_name(string name)
        => Snippet.ProblemsOf($$"""[Node("{{name}}")] public static void A() { }""").ShouldBe(
            $"""MSB001 at Node("{name}"): '{name}' cannot be a class type. It has to be a PascalCase name of letters, digits and underscores, such as ImageBlur; between words a space may stand, as in ComfyUI's Video Slice.""");

    [Theory]
    [InlineData("unCLIPConditioning")]
    [InlineData("SaveMP4")]
    [InlineData("Video Slice")]
    public void ComfyUIs_own_class_types_are_names(string name) => Snippet.ProblemsOf($$"""[Node("{{name}}")] public static void A() { }""").ShouldBe("");

    [Fact]
    public void A_class_type_is_declared_once()
        => Snippet.ProblemsOf("""[Node("Blur")] public static void A() { } [Node("BLUR")] public static void B() { }""").ShouldBe(
            """MSB002 at Node("BLUR"): Class type 'BLUR' is declared more than once in this assembly (case does not count). Give each node a name of its own.""");

    [Theory]
    [InlineData("public static class N { [Node(\"X\")] internal static void A() { } }", "A", "the method 'A' is not public")]
    [InlineData("public static class N { [Node(\"X\")] public static void A<T>() { } }", "A", "the method 'A' has type parameters")]
    [InlineData("static class N { [Node(\"X\")] public static void A() { } }", "A", "the type 'N' is not public")]
    [InlineData("public static class N<T> { [Node(\"X\")] public static void A() { } }", "A", "the type 'N' has type parameters")]
    [InlineData("public interface N { [Node(\"X\")] static abstract void A(); }", "A", "'A' is not an ordinary method with a body")]
    public void A_node_can_be_called(string source, string at, string why)
        => Snippet.Problems(source, DocumentationMode.None).ShouldContain(
            $"MSB003 at {at}: Node 'X' cannot be called because {why}. A node is a public method without type parameters, in a public class without type parameters.");

    [Theory]
    [InlineData("public N(int a) { } public N() { }", "it has more than one public constructor")]
    [InlineData("private N() { }", "it has no public constructor")]
    public void An_instance_can_be_made(string constructors, string why)
        => Snippet.Problems($$"""public class N { {{constructors}} [Node("X")] public void A() { } }""", DocumentationMode.None).ShouldContain(
            $"MSB018 at N: Class 'N' cannot be made because {why}. It has to be a class without type parameters that is not abstract and has exactly one public constructor.");

    [Fact]
    public void A_constructor_asks_for_services()
        => Snippet.Problems("""public class N(string path) { [Node("X")] public string A() => path; }""", DocumentationMode.None).ShouldContain(
            "The constructor of 'N' asks for 'path' of type string, which is not a service. It may ask for classes and interfaces by value.");

    [Fact]
    public void A_node_is_documented()
        => Snippet.Problems("""
            /// <summary>Nodes.</summary>
            public static class N
            {
                [Node("X")] public static void A(int theCount, NodeContext context, [Hidden(HiddenValue.NodeId)] string id) { }
            }
            """).ShouldBe("""
            MSB016 at A: Node 'X' has no help text. Say in the <summary> of 'A' what it does.
            MSB017 at theCount: Input 'the_count' of node 'X' has no help text. Say in a <param name="theCount"> what it is.
            """);

    [Fact]
    public void A_warning_can_be_silenced_where_it_is()
        => Snippet.Problems("""
            /// <summary>Nodes.</summary>
            public static class N
            {
            #pragma warning disable MSB016
                [Node("X")] public static void A() { }
            #pragma warning restore MSB016
            }
            """).ShouldBe("MSB016 silenced at A: Node 'X' has no help text. Say in the <summary> of 'A' what it does.");

    [Fact]
    public void Without_docs_one_hint_says_how_to_get_them()
        => Snippet.Problems("""public static class N { [Node("X")] public static void A(int count) { } }""", DocumentationMode.None).ShouldBe(
            "MSB026 nowhere: The help texts of nodes come from their XML docs, which this project does not read. Set GenerateDocumentationFile to true.");

    [Fact]
    public void Versions_and_slots_count_from_one()
        => Snippet.ProblemsOf("""[Node("X", Version = 0, Slots = -1)] public static void A() { }""").ShouldBe("""
            MSB028 at Node("X", Version = 0, Slots = -1): Version of node 'X' is 0. It counts from 1.
            MSB028 at Node("X", Version = 0, Slots = -1): Slots of node 'X' is -1. It counts from 1.
            """);
}
