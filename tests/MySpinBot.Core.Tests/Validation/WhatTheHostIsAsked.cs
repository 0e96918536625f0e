using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Validation;

public sealed class WhatTheHostIsAsked
{
    private const string Ask = """{"nodes": {"ask": {"class_type": "Ask", "inputs": {"question": "why", "key": KEY}}}, "targets": ["ask"]}""";

    [Fact]
    public void A_secret_is_bound_by_its_name()
        => Toys.Valid(With("""{"secret": "openai"}"""), new ValidationOptions { IsKnownSecret = name => name == "openai" }).Node("ask").Inputs[1].ShouldBe(Binding.OfSecret("openai"));

    [Fact]
    public void A_secret_that_the_host_does_not_know_is_reported()
    {
        var problem = Toys.Problem(With("""{"secret": "opneai"}"""), new ValidationOptions { IsKnownSecret = name => name == "openai" });

        problem.Code.ShouldBe(ProblemCodes.UnknownSecret);
        problem.Sentence.ShouldBe("Input 'key' of node 'ask' (Ask) names the secret 'opneai', which the host does not know.");
    }

    [Fact]
    public void A_secret_in_plain_text_is_refused_and_never_repeated()
    {
        var problem = Toys.Problem(With("\"sk-12345\""));

        problem.Code.ShouldBe(ProblemCodes.BadValue);
        problem.ToString().ShouldNotContain("sk-12345");
    }

    [Fact]
    public void A_secret_where_none_belongs_is_refused()
        => Toys.Problem("""{"t": {"class_type": "Text", "inputs": {"text": {"secret": "openai"}}}, "s": {"class_type": "Show", "inputs": {"value": ["t", 0]}}}""")
            .Sentence.ShouldBe("Input 'text' of node 't' (Text) does not take a secret; it takes a text.");

    [Theory]
    [InlineData(ProblemCodes.MissingFile)]
    [InlineData(ProblemCodes.PathNotAllowed)]
    public void Files_are_asked_for(string code)
    {
        var problem = Toys.Problem(
            """{"load": {"class_type": "Load", "inputs": {"path": "../a.png"}}, "save": {"class_type": "Save", "inputs": {"image": ["load", 0]}}}""",
            new ValidationOptions { CheckFile = (input, path) => new FileFault(code, $"{input.Name}: {path}") });

        (problem.Code, problem.NodeId, problem.Input, problem.Sentence).ShouldBe((code, "load", "path", "Input 'path' of node 'load' (Load): path: ../a.png"));
    }

    [Fact]
    public void The_nodes_own_validation_gets_its_constants_and_may_refuse()
    {
        IReadOnlyDictionary<string, object?>? seen = null;
        var problem = Toys.Problem(
            """{"load": {"class_type": "Load", "inputs": {"path": "a.png"}}, "blur": {"class_type": "Blur", "inputs": {"image": ["load", 0]}}, "save": {"class_type": "Save", "inputs": {"image": ["blur", 0]}}}""",
            new ValidationOptions { CustomChecks = (type, constants, _) => type.ClassType == "Blur" && (seen = constants) is not null ? [new InputFault("radius", "Too soft.")] : [] });

        (problem.Code, problem.NodeId, problem.Input, problem.Sentence).ShouldBe((ProblemCodes.Refused, "blur", "radius", "Input 'radius' of node 'blur' (Blur): Too soft."));
        seen.ShouldBe(new Dictionary<string, object?> { ["radius"] = 4.0 });
    }

    private static string With(string key) => Ask.Replace("KEY", key, StringComparison.Ordinal);
}
