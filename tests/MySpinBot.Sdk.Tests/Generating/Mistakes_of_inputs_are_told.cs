namespace MySpinBot.Sdk.Tests.Generating;

public sealed class Mistakes_of_inputs_are_told
{
    [Theory]
    [InlineData("ref int a", "a")]
    [InlineData("out int a", "a")]
    [InlineData("in int a", "a")]
    public void By_reference(string parameter, string at)
        => Of(parameter).ShouldBe($"MSB004 at {at}: Parameter 'a' of node 'X' is passed by reference. Take it by value, and return what the node makes.");

    [Theory]
    [InlineData("DateTime a", "DateTime")]
    [InlineData("byte[] a", "byte[]")]
    [InlineData("decimal a", "decimal")]
    [InlineData("dynamic a", "dynamic")]
    [InlineData("IReadOnlyList<byte> a", "IReadOnlyList<byte>")]
    [InlineData("IReadOnlyList<IReadOnlyList<int>> a", "IReadOnlyList<IReadOnlyList<int>>")]
    public void A_type_that_no_socket_carries(string parameter, string type)
        => Of(parameter).ShouldBe(
            $"MSB005 at a: Parameter 'a' of node 'X' is of type {type}, which no socket carries. " +
            "Use string, bool, int, long, double, an enum, JsonElement, object, a type of the Sdk, or a class marked [Socket].");

    [Fact]
    public void Known_inputs_outside_an_ask_method()
        => Of("KnownInputs a").ShouldBe("MSB005 at a: Parameter 'a' of node 'X' is of type KnownInputs, which no socket carries. Only the method named by Ask may take it.");

    [Fact]
    public void Linked_types_belong_to_the_validate_method()
        => Of("LinkedTypes a").ShouldBe("MSB005 at a: Parameter 'a' of node 'X' is of type LinkedTypes, which no socket carries. Only the method named by Validate may take it.");

    [Fact]
    public void An_input_is_checked_by_the_node_only_where_the_node_checks()
        => Of("[Input(SelfChecked = true)] long a").ShouldBe(
            "MSB009 at a: [Input(SelfChecked = true)] on parameter 'a' of node 'X' does not fit. It needs a method that checks, named with [Node(Validate = nameof(…))].");

    [Theory]
    [InlineData("Image[] a", "Image[]", "Image")]
    [InlineData("List<string> a", "List<string>", "string")]
    [InlineData("IEnumerable<int>? a", "IEnumerable<int>?", "int")]
    public void Other_collections(string parameter, string type, string element)
        => Of(parameter).ShouldBe($"MSB006 at a: Parameter 'a' of node 'X' is of type {type}. A list is declared as IReadOnlyList<{element}>.");

    [Fact]
    public void A_name_used_twice()
        => Of("int filePath, [Input(Name = \"file_path\")] int other").ShouldBe(
            "MSB008 at other: Node 'X' has two inputs named 'file_path'. Rename a parameter or give it [Input(Name = …)].");

    [Theory]
    [InlineData("[Range(0, 1)] string a", "[Range]", "It belongs to a number.")]
    [InlineData("[Range(2, 1)] int a", "[Range]", "It takes two numbers, the lesser one first.")]
    [InlineData("[Choices(\"x\")] int a", "[Choices]", "It belongs to a string; the choices of an enum are its members.")]
    [InlineData("[FileFrom(\"input\")] string a", "[FileFrom]", "It belongs to a FileReference.")]
    [InlineData("[Input(Step = 2)] string a", "[Input(Step = …)]", "It belongs to a number.")]
    [InlineData("[Input(Seed = true)] double a", "[Input(Seed = true)]", "It belongs to an int, a long or a ulong.")]
    [InlineData("[Input(Multiline = true)] int a", "[Input(Multiline = true)]", "It belongs to a string.")]
    [InlineData("[Input(Color = true)] int a", "[Input(Color = true)]", "It belongs to a string.")]
    [InlineData("[Hidden(HiddenValue.NodeId)] int a", "[Hidden]", "NodeId belongs to a string, Prompt, Document and ExtraPngInfo to a JsonElement.")]
    [InlineData("[Hidden(HiddenValue.Prompt)] string a", "[Hidden]", "NodeId belongs to a string, Prompt, Document and ExtraPngInfo to a JsonElement.")]
    public void An_attribute_that_does_not_fit(string parameter, string attribute, string hint)
        => Of(parameter).ShouldBe($"MSB009 at a: {attribute} on parameter 'a' of node 'X' does not fit. {hint}");

    [Theory]
    [InlineData("[Range(0, 64)] int a = -1", "-1", "0", "64")]
    [InlineData("[Range(0.5, 1)] float a = 0.4f", "0.4", "0.5", "1")]
    public void A_default_out_of_range(string parameter, string value, string min, string max)
        => Of(parameter).ShouldBe(
            $"MSB010 at a: The default {value} of parameter 'a' of node 'X' lies outside its range. Choose a default from {min} to {max}, or widen the range.");

    [Theory]
    [InlineData("[Choices(\"x\", \"y\")] string a = \"z\"", "z", "x, y")]
    [InlineData("DayOfWeek a = (DayOfWeek)9", "9", "Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday")]
    public void A_default_that_is_no_choice(string parameter, string value, string choices)
        => Of(parameter).ShouldBe($"MSB011 at a: The default '{value}' of parameter 'a' of node 'X' is not among its choices. Choose one of: {choices}.");

    [Fact]
    public void A_lazy_input_that_cannot_be_null_and_is_not_asked_for()
        => Of("[Lazy] Image a").ShouldBe("""
            MSB012 at a: The lazy parameter 'a' of node 'X' is null until it is asked for. Declare it as Image?.
            MSB013 at a: Node 'X' has the lazy input 'a' but nothing asks for it. Name a method with [Node(Ask = nameof(…))] that returns the names it wants.
            """);

    private static string Of(string parameters) => Snippet.ProblemsOf($$"""[Node("X")] public static void A({{parameters}}) => throw new Exception();""");
}
