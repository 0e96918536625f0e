using System.Text;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Tests.Validation;

namespace MySpinBot.Core.Tests.Documents;

public sealed class Editing
{
    private static readonly GraphDocument Graph = Reading.Read("""
        {"nodes": {"blur": {"class_type": "Blur", "inputs": {"radius": 1}}, "a.b": {"class_type": "Text", "inputs": {"text": "x"}}, "a": {"class_type": "Gather"},
                   "n": {"class_type": "Number"}, "ask": {"class_type": "Ask"}, "pick": {"class_type": "Pick"}, "show": {"class_type": "Show"}, "parse": {"class_type": "Parse"},
                   "who": {"class_type": "WhoAmI"}, "odd": {"class_type": "Unknown"}},
         "inputs": {"line": {"type": "STRING"}, "count": {"type": "INT", "default": 1}}}
        """);

    [Theory]
    [InlineData("blur.radius=8", "blur", "radius", "8")]
    [InlineData("blur.radius=soft", "blur", "radius", "\"soft\"")]
    [InlineData("blur.image=[\"load\",1]", "blur", "image", "{\"from\":\"load\",\"slot\":1}")]
    [InlineData("a.b.text=42", "a.b", "text", "\"42\"")]
    [InlineData("a.b.text=x=y", "a.b", "text", "\"x=y\"")]
    [InlineData("a.b.text=", "a.b", "text", "\"\"")]
    [InlineData("a.b.text=[\"load\",1]", "a.b", "text", "\"[\\u0022load\\u0022,1]\"")]
    [InlineData("a.other=true", "a", "other", "true")]
    [InlineData("n.number=2.5", "n", "number", "2.5")]
    [InlineData("pick.choice=3", "pick", "choice", "\"3\"")]
    [InlineData("parse.json={\"a\":1}", "parse", "json", "{\"a\":1}")]
    [InlineData("ask.key=openai", "ask", "key", "{\"secret\":\"openai\"}")]
    [InlineData("show.value={\"a\":", "show", "value", "\"{\\u0022a\\u0022:\"")]
    [InlineData("odd.x=1", "odd", "x", "1")]
    public void A_text_is_taken_as_the_input_wants_it(string assignment, string node, string input, string expected)
    {
        var edit = Edits.Set(Graph, assignment, Toys.Catalog);

        edit.Problems.ShouldBeEmpty();
        Json(edit.Document.Nodes.Single(entry => entry.Id == node).Inputs.Single(given => given.Name == input).Value).ShouldBe(expected);
    }

    [Theory]
    [InlineData("blru.radius=1", ProblemCodes.UnknownNode, "The graph has no node 'blru'; it has 'blur', 'a.b', 'a', 'n', 'ask', 'pick', 'show', 'parse', 'who', 'odd'. Did you mean 'blur'?")]
    [InlineData("blur.raduis=1", ProblemCodes.UnknownInput, "Node 'blur' (Blur) has no input 'raduis'; it has 'image', 'radius'. Did you mean 'radius'?")]
    [InlineData("who.id=1", ProblemCodes.UnknownInput, "Node 'who' (WhoAmI) has no input 'id'; it has none.")]
    [InlineData("lien=1", ProblemCodes.UnknownInput, "'lien' names neither an input of a node (node.input) nor a named input of the graph. Did you mean 'line'?")]
    [InlineData("nothing", ProblemCodes.UnknownInput, "'nothing' is not an assignment; write node.input=value, or name=value for a named input of the graph.")]
    public void What_does_not_exist_is_told_with_what_does(string assignment, string code, string sentence)
    {
        var edit = Edits.Set(Graph, assignment, Toys.Catalog);

        edit.Document.ShouldBeSameAs(Graph);
        var problem = edit.Problems.ShouldHaveSingleItem();
        (problem.Code, problem.Sentence).ShouldBe((code, sentence));
    }

    [Theory]
    [InlineData("line=7", "line", "\"7\"")]
    [InlineData("count=7", "count", "7")]
    public void Named_inputs_of_the_graph_are_set_too(string assignment, string name, string expected)
        => Edits.Set(Graph, assignment, Toys.Catalog).Document.Inputs.Single(input => input.Name == name).Default!.Value.GetRawText().ShouldBe(expected);

    [Fact]
    public void A_value_may_be_a_link()
        => Edits.SetInput(Graph, "a.b.text", JsonElement.Parse("""{"from": "n"}"""), Toys.Catalog).Document.Nodes[1].Inputs[0].Value.ShouldBe(new LinkValue("n", null, null));

    [Fact]
    public void Targets_are_chosen_among_the_nodes()
    {
        Edits.ChooseTargets(Graph, ["show", "blur"]).Document.Targets.ShouldBe(["show", "blur"]);
        Edits.ChooseTargets(Graph, ["shwo"]).Problems.ShouldHaveSingleItem().Sentence.ShouldBe("Target 'shwo' is not a node of the graph. Did you mean 'show'?");
    }

    private static string Json(InputValue value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            InputJson.Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
