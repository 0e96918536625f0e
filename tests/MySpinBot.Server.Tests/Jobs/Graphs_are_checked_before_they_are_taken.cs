using System.Text;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Jobs;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;
using MySpinBot.Server.Catalogs;

namespace MySpinBot.Server.Tests.Jobs;

public sealed class Graphs_are_checked_before_they_are_taken
{
    private static readonly NodeDescriptor Plain = new() { ClassType = "Plain", Title = "Plain", IsOutput = true, Inputs = [], Outputs = [] };

    private static readonly KnownCatalog Known = KnownCatalog.Of(
        new CatalogMessage(
            [
                new CatalogNode(Plain, "toys", ContentId.Of("toys"u8), HasChecks: false),
                new CatalogNode(Plain with { ClassType = "Picky", Title = "Picky" }, "toys", ContentId.Of("toys"u8), HasChecks: true),
            ],
            [],
            []),
        "\"x\"");

    [Fact]
    public async Task By_the_catalog_alone_where_that_can_tell()
    {
        await using var office = new Office { Catalog = Known };
        (await CheckAsync(office, "Plain")).Graph.ShouldNotBeNull();
        (await CheckAsync(office, "Nothing", "Plain")).Problems.Single().Code.ShouldBe(ProblemCodes.UnknownNodeType);
        office.Worker.Checks.ShouldBe(0);
    }

    [Fact]
    public async Task By_the_worker_too_where_only_it_can_tell_and_what_both_say_is_said_once()
    {
        await using var office = new Office { Catalog = Known };
        (await CheckAsync(office, "Picky")).Graph.ShouldNotBeNull("No answer came in time: the run will tell.");

        office.Worker.Problems = [new GraphProblem(ProblemCodes.Refused, "1", null, "It does not like this.")];
        var result = await CheckAsync(office, "Picky");
        result.Graph.ShouldBeNull();
        result.Problems.Single().Sentence.ShouldBe("It does not like this.");

        var own = (await CheckAsync(office, "Nothing", "Plain")).Problems.Single();
        office.Worker.Problems = [own, new GraphProblem(ProblemCodes.Refused, "1", null, "It does not like this.")];
        (await CheckAsync(office, "Nothing", "Picky")).Problems.Select(problem => problem.Code).ShouldBe([ProblemCodes.UnknownNodeType, ProblemCodes.Refused]);
        office.Worker.Checks.ShouldBe(3);
    }

    [Fact]
    public async Task Without_a_worker_at_once()
    {
        await using var office = new Office(ready: false) { Catalog = Known };
        (await CheckAsync(office, "Picky")).Graph.ShouldNotBeNull();
        office.Worker.Checks.ShouldBe(0);
    }

    private static async Task<ValidationResult> CheckAsync(Office office, params string[] types)
    {
        var nodes = types.Reverse().Select((type, i) => $$"""  "{{i}}": { "class_type": "{{type}}", "inputs": {} }""");
        var bytes = Encoding.UTF8.GetBytes($"{{{string.Join(',', nodes)}}}");
        return await office.Desk.CheckAsync(GraphReader.Read(bytes, ReadLimits.Default).Document!, bytes, JobTerms.Plain, TestContext.Current.CancellationToken);
    }
}
