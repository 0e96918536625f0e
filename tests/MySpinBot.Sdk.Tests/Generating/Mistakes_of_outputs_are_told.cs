namespace MySpinBot.Sdk.Tests.Generating;

public sealed class Mistakes_of_outputs_are_told
{
    private const string Hint = "Use string, bool, int, long, double, an enum, JsonElement, object, a type of the Sdk, or a class marked [Socket].";

    [Theory]
    [InlineData("DateTime", "The return value", "DateTime", Hint)]
    [InlineData("Task<byte[]>", "The return value", "byte[]", Hint)]
    [InlineData("Outcome<(int count, Uri uri)>", "Output 'uri'", "Uri", Hint)]
    [InlineData("Secret", "The return value", "Secret", "Links and secrets go into a node only.")]
    [InlineData("async void", "The return value", "async void", "Return a Task, so that the host knows when it is done.")]
    public void A_type_that_no_socket_carries(string type, string what, string shown, string hint)
        => Of(type).ShouldBe($"MSB007 at A: {what} of node 'X' is of type {shown}, which no socket carries. {hint}");

    [Theory]
    [InlineData("string[]", "The return value", "string[]", "string")]
    [InlineData("(int count, List<Image> images)", "Output 'images'", "List<Image>", "Image")]
    public void Other_collections(string type, string what, string shown, string element)
        => Of(type).ShouldBe($"MSB006 at A: {what} of node 'X' is of type {shown}. A list is declared as IReadOnlyList<{element}>.");

    [Fact]
    public void Tuple_elements_without_names()
        => Of("(int count, string)").ShouldBe(
            "MSB019 at A: Node 'X' returns a tuple whose element 2 has no name. Name every element, because the names are those of the outputs.");

    [Fact]
    public void A_name_used_twice()
        => Of("(int fileName, int file_name)").ShouldBe("MSB025 at A: Node 'X' has two outputs named 'file_name'. Rename one, or give it [Output(Name = …)].");

    private static string Of(string type) => Snippet.ProblemsOf($$"""[Node("X")] public static {{type}} A() { throw new Exception(); }""");
}
