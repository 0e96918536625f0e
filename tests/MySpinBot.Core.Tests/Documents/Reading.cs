using System.Text;
using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Tests.Documents;

public sealed class Reading
{
    [Fact]
    public void Both_forms_mean_the_same()
    {
        var own = Read("""{"version": 1, "nodes": {"a": {"class_type": "T", "title": "Voice", "inputs": {"x": {"from": "b", "slot": 1}, "y": {"__value__": [1, 2]}, "z": 3}}}}""");
        var map = Read("""{"a": {"class_type": "T", "_meta": {"title": "Voice"}, "inputs": {"x": ["b", 1], "y": {"__value__": [1, 2]}, "z": 3}}}""");
        var sent = Read("""{"client_id": "c", "prompt": {"a": {"class_type": "T", "_meta": {"title": "Voice"}, "inputs": {"x": ["b", 1.0], "y": [1, 2], "z": 3}}}}""");

        var bytes = GraphWriter.Write(own);
        GraphWriter.Write(map).ShouldBe(bytes);
        GraphWriter.Write(sent).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("""["a", 1]""", typeof(LinkValue))]
    [InlineData("""{"from": "a"}""", typeof(LinkValue))]
    [InlineData("""{"from": "a", "output": "x"}""", typeof(LinkValue))]
    [InlineData("""{"input": "a"}""", typeof(GraphInputValue))]
    [InlineData("""{"secret": "a"}""", typeof(SecretValue))]
    [InlineData("""{"input": "a", "more": 1}""", typeof(ConstantValue))]
    [InlineData("""{"input": 1}""", typeof(ConstantValue))]
    [InlineData("""{"from": "a", "to": "b"}""", typeof(ConstantValue))]
    [InlineData("""["a", "b"]""", typeof(ConstantValue))]
    [InlineData("""["a", 1, 2]""", typeof(ConstantValue))]
    [InlineData("""{"__value__": ["a", 1]}""", typeof(ConstantValue))]
    public void What_an_input_is_given_shows_in_its_form(string json, Type kind)
        => Read($$"""{"a": {"class_type": "T", "inputs": {"x": {{json}} } } }""").Nodes[0].Inputs[0].Value.ShouldBeOfType(kind);

    [Fact]
    public void A_byte_order_mark_is_tolerated()
        => GraphReader.Read(Encoding.UTF8.GetPreamble().Concat("{}"u8.ToArray()).ToArray(), ReadLimits.Default).Problems.ShouldBeEmpty();

    [Fact]
    public void A_node_may_be_called_nodes_or_prompt_or_version()
        => Read("""{"nodes": {"class_type": "A"}, "prompt": {"class_type": "B"}, "version": {"class_type": "C"}}""").Nodes.Select(node => node.ClassType).ShouldBe(["A", "B", "C"]);

    [Theory]
    [InlineData("", "malformed_document: The document is empty; a graph is a JSON object.")]
    [InlineData("[]", "malformed_document: The document is a list; a graph is a JSON object.")]
    [InlineData("{\n  \"a\": ,\n}", "malformed_document: The document is not JSON: line 2, column 8: ',' is an invalid start of a value.")]
    [InlineData("{} {}", "malformed_document: The document is not JSON: line 1, column 4: '{' is invalid after a single JSON value. Expected end of data.")]
    [InlineData("{\"a\": \"\\ud800\"}", "malformed_document: The document has a text with half a character (an escaped surrogate without its other half) (line 1, column 7).")]
    [InlineData("{\"version\": 2, \"nodes\": {}}", "newer_document: The document is of version 2; this MySpinBot reads up to version 1. Use a newer one.")]
    [InlineData("{\"version\": 1}", "malformed_document: Field 'nodes' of the document is missing; it is an object of nodes by id.")]
    [InlineData("{\"a\": 3}", "malformed_document: Node 'a' is the number 3; a node is an object with 'class_type' and 'inputs'.")]
    [InlineData("{\"a\": {\"inputs\": {}}}", "malformed_document: Node 'a' has no 'class_type'; it must name the node's type, such as \"LoadImage\".")]
    [InlineData("{\"a\": {\"class_type\": \"T\", \"mode\": \"off\"}}", "malformed_document: Node 'a' has the mode 'off'; modes are 'normal', 'muted' and 'bypassed'.")]
    [InlineData("{\"a\": {\"class_type\": \"T\", \"inputs\": {\"x\": [\"b\", 0.5]}}}", "bad_link: Input 'x' of node 'a' (T) is a link to output 0.5; the position of an output is a whole number from 0.")]
    [InlineData("{\"a\": {\"class_type\": \"T\", \"inputs\": {\"x\": {\"from\": 3}}}}", "bad_link: Input 'x' of node 'a' (T) is a link whose 'from' is not a text; node ids are texts.")]
    [InlineData("{\"a\": {\"class_type\": \"T\"}, \"a\": {\"class_type\": \"U\"}}", "duplicate_id: Node id 'a' stands twice; ids must be unique.")]
    [InlineData("{\"a\": {\"class_type\": \"T\", \"inputs\": {\"x\": 1, \"x\": 2}}}", "duplicate_id: Input 'x' of node 'a' (T) stands twice; names of inputs must be unique.")]
    [InlineData("{\"a\": {\"class_type\": \"T\", \"class_type\": \"U\"}}", "duplicate_id: Field 'class_type' of node 'a' stands twice.")]
    [InlineData("{\"nodes\": {}, \"subgraphs\": {\"s\": {\"nodes\": {}, \"outputs\": {\"o\": 1}}}}", "bad_link: Output 'o' of subgraph 's' is the number 1; it must be a link: {\"from\": id, \"output\": name}.")]
    public void Faults_of_form_have_their_sentence(string json, string expected)
    {
        var problem = GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default).Problems.ShouldHaveSingleItem();

        $"{problem.Code}: {problem.Sentence}".ShouldBe(expected);
    }

    [Fact]
    public void What_python_writes_for_no_number_is_a_text()
    {
        var document = Read("""{"a": {"class_type": "T \"NaN", "is_changed": [NaN, -Infinity], "inputs": {"x": Infinity, "y": "NaN"}}}""");

        document.Nodes[0].Rest[0].Value.GetRawText().ShouldBe("[\"NaN\", \"-Infinity\"]");
        ((ConstantValue)document.Nodes[0].Inputs[0].Value).Json.GetString().ShouldBe("Infinity");
        document.Nodes[0].ClassType.ShouldBe("T \"NaN");
    }

    [Fact]
    public void What_comfyui_s_editor_saves_is_told_apart()
    {
        var read = GraphReader.Read("""{"last_node_id": 9, "last_link_id": 9, "nodes": [{"id": 3, "type": "KSampler"}], "links": [], "version": 0.4}"""u8.ToArray(), ReadLimits.Default);

        read.Document.ShouldBeNull();
        read.Problems.ShouldHaveSingleItem().Sentence.ShouldContain("Export (API)");
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
        => GraphReader.Read(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' }, ReadLimits.Default)
            .Problems.ShouldHaveSingleItem().Sentence.ShouldBe("The document is not UTF-8; save it as UTF-8.");

    [Fact]
    public void All_faults_come_at_once()
        => GraphReader.Read("""{"nodes": {"a": 1, "b": {}, "c": {"class_type": "T", "inputs": []}}, "targets": [1], "inputs": []}"""u8.ToArray(), ReadLimits.Default).Problems.Length.ShouldBe(5);

    internal static GraphDocument Read(string json)
    {
        var read = GraphReader.Read(Encoding.UTF8.GetBytes(json), ReadLimits.Default);
        read.Problems.Select(problem => problem.Sentence).ShouldBeEmpty();
        return read.Document!;
    }
}
