using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Validation;

public sealed class ConstantsAreTakenAsTheirType
{
    [Theory]
    [InlineData("Add", "a", "3", 3L)]
    [InlineData("Add", "a", "3.0", 3L)]
    [InlineData("Add", "a", "3.9", 3L)]
    [InlineData("Add", "a", "-3.9", -3L)]
    [InlineData("Add", "a", "\"7\"", 7L)]
    [InlineData("Add", "a", "\" -7 \"", -7L)]
    [InlineData("Add", "a", "true", 1L)]
    [InlineData("Random", "seed", "18446744073709551615", -1L)]
    [InlineData("Scale", "number", "3", 3.0)]
    [InlineData("Scale", "number", "\"2.5\"", 2.5)]
    [InlineData("Scale", "number", "false", 0.0)]
    [InlineData("Text", "text", "\"hello\"", "hello")]
    [InlineData("Text", "text", "1.50", "1.50")]
    [InlineData("Text", "text", "true", "True")]
    [InlineData("Flag", "flag", "0", false)]
    [InlineData("Flag", "flag", "\"false\"", false)]
    [InlineData("Flag", "flag", "2", true)]
    [InlineData("Pick", "choice", "\"lanczos\"", "lanczos")]
    [InlineData("Number", "number", "2", 2L)]
    [InlineData("Number", "number", "2.5", 2.5)]
    public void A_constant_becomes_what_the_input_declares(string type, string input, string json, object expected)
        => Bound(type, input, json).Constant.ShouldBe(expected);

    [Theory]
    [InlineData("Add", "a", "null")]
    [InlineData("Add", "a", "\"3.9\"")]
    [InlineData("Add", "a", "\"many\"")]
    [InlineData("Add", "a", "1e300")]
    [InlineData("Add", "a", "[1]")]
    [InlineData("Scale", "number", "1e999")]
    [InlineData("Scale", "number", "\"NaN\"")]
    [InlineData("Scale", "number", "\"Infinity\"")]
    [InlineData("Scale", "number", "{}")]
    [InlineData("Text", "text", "{}")]
    [InlineData("Flag", "flag", "\"yes\"")]
    [InlineData("Load", "path", "3")]
    [InlineData("Blur", "image", "\"a.png\"")]
    public void What_cannot_be_that_is_refused(string type, string input, string json)
    {
        var problem = Toys.Problem(Graph(type, input, json));

        problem.Code.ShouldBe(ProblemCodes.BadValue);
        (problem.NodeId, problem.Input).ShouldBe(("n", input));
        problem.Sentence.ShouldStartWith($"Input '{input}' of node 'n' ({type}) ");
    }

    [Fact]
    public void A_list_for_json_is_kept_as_json()
        => ((JsonElement)Bound("Parse", "json", "{\"__value__\": [\"a\", 1]}").Constant!).GetRawText().ShouldBe("[\"a\", 1]");

    [Fact]
    public void A_file_is_a_path_and_no_text() => Bound("Load", "path", "\"a.png\"").Kind.ShouldBe(BindingKind.File);

    [Fact]
    public void Defaults_are_filled_in_for_what_is_not_given_or_null()
    {
        Bound("Blur", "radius", "null", "\"image\": [\"load\", 0], ").Constant.ShouldBe(4.0);
        Toys.Valid("""{"n": {"class_type": "Add", "inputs": {"a": 1}}}""", Target("n")).Node("n").Inputs[1].Constant.ShouldBe(0L);
    }

    [Fact]
    public void Constants_that_are_not_declared_are_left_out()
        => Toys.Valid("""{"n": {"class_type": "Add", "inputs": {"a": 1, "z": 9}}}""", Target("n")).Node("n").Inputs.Length.ShouldBe(2);

    [Fact]
    public void Hidden_inputs_are_the_hosts_whatever_the_document_says()
        => Bound("WhoAmI", "id", "\"somebody else\"").Kind.ShouldBe(BindingKind.Hidden);

    [Theory]
    [InlineData("-1", "is -1; it must be from 0 to 64.")]
    [InlineData("64.5", "is 64.5; it must be from 0 to 64.")]
    public void Numbers_keep_within_their_limits(string radius, string expected)
    {
        var problem = Toys.Problem(Graph("Blur", "radius", radius, "\"image\": [\"load\", 0], "));

        problem.Code.ShouldBe(ProblemCodes.OutOfRange);
        problem.Sentence.ShouldEndWith(expected);
    }

    [Fact]
    public void A_seed_below_its_limit_is_no_seed_of_64_bits() => Toys.Problem(Graph("Random", "seed", "-1")).Code.ShouldBe(ProblemCodes.OutOfRange);

    [Fact]
    public void A_choice_is_one_of_the_choices_and_the_nearest_is_named()
    {
        var problem = Toys.Problem(Graph("Pick", "choice", "\"lancsoz\""));

        problem.Code.ShouldBe(ProblemCodes.NotAChoice);
        problem.Sentence.ShouldBe("Input 'choice' of node 'n' (Pick) is 'lancsoz', which is not among its choices: 'nearest', 'bilinear', 'lanczos'. Did you mean 'lanczos'?");
    }

    internal static ValidationOptions Target(string id) => new() { Targets = [id] };

    private static Binding Bound(string type, string input, string json, string others = "")
    {
        var node = Toys.Valid(Graph(type, input, json, others), Target("n")).Node("n");
        return node.Inputs[node.Type.Descriptor.Inputs.ToList().FindIndex(declared => declared.Name == input)];
    }

    private static string Graph(string type, string input, string json, string others = "") =>
        $$"""
        { "nodes": {
            "load": { "class_type": "Load", "inputs": { "path": "a.png" } },
            "n": { "class_type": "{{type}}", "inputs": { {{others}}"{{input}}": {{json}} } } },
          "targets": ["n"] }
        """;
}
